//! Whoever asks for French is refused, warned and told in French.

use std::fs;
use std::path::Path;

use crate::cli::{Desk, forget_digests};

/// Words of English that no French sentence has.
const ENGLISH: &str = "the is it takes of and or must has have are allowed write with not no to an another error warning \
    cannot there which in from trials at by only other one this holds results same missing file folder run hint done value \
    unknown wrote expected split nothing begun";

/// What the system says is in its own language.
fn without_the_system(line: &str) -> &str {
    if line.contains("(os error ") { line.rsplit_once(": ").map_or(line, |(said, _)| said) } else { line }
}

/// The English words of a text, beside those in quotes and code, names of files and options.
fn english(text: &str) -> Vec<String> {
    let known: Vec<&str> = ENGLISH.split_whitespace().collect();
    let mut found = Vec::new();
    for line in text.lines().map(without_the_system) {
        let quoted = ['`', '"', '«', '»'];
        let outside = line.split(quoted).enumerate().filter_map(|(index, part)| (index % 2 == 0).then_some(part));
        let named = |word: &&str| {
            let word = word.trim_end_matches(['.', ',', ')']).trim_start_matches('(');
            word.starts_with("--") || word.contains(['/', '.'])
        };
        let words = outside.flat_map(str::split_whitespace).filter(|word| !named(word));
        let words = words.flat_map(|word| word.split(|c: char| !c.is_alphanumeric())).map(str::to_lowercase);
        found.extend(words.filter(|word| known.contains(&word.as_str())));
    }
    found
}

#[test]
fn english_is_told_from_french() {
    assert_eq!(english("error: tiny.toml: there is no such file"), ["error", "there", "is", "no", "file"]);
    assert_eq!(english("erreur : `is` \"not\" « of » --trials in.toml the/run"), [""; 0]);
    assert_eq!(english("x : lecture impossible : No such file or directory (os error 2)"), [""; 0]);
}

fn change(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{}: {from}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// A desk with something of everything that can be in the way.
fn desk() -> Desk {
    let desk = Desk::new();
    let write = |name: &str, text: &str| fs::write(desk.path(name), text).unwrap();
    for folder in ["autrui", "sous", "pris"] {
        fs::create_dir(desk.path(folder)).unwrap();
    }
    write("autrui/thesis.tex", "mine");
    fs::copy(desk.path("tiny.toml"), desk.path("sous/tiny.toml")).unwrap();
    let tiny = fs::read_to_string(desk.path("tiny.toml")).unwrap();
    let odd = "\n[[plan]]\nid = \"odd\"\nterms = { territory = 0.5 }\n\
        effects = { \"front.stalemate\" = { add = { discrete = { values = [0.1, 0.5], weights = [1, 3] } } } }\n";
    write("odd.toml", &(tiny + odd));
    write("faux.toml", "fontsize = 10\nink = \"red\"\nwidth = 1\nfont_family = 3\npalette = []");
    write("casse.toml", "ink = \"red\nwidth = 3");
    write("long.toml", "width = 99999999999999999999");
    let sweep = |values: &str| {
        format!(
            "schema = 1\n[sweep]\nbase = \"tiny.toml\"\ntrials = 64\nyears = 10\n[[axis]]\npath = \"front.stalemate\"\n\
             values = {values}\n[[measure]]\nid = \"signed\"\nof = \"settlement.share\"\n"
        )
    };
    write("balayage.toml", &sweep("[0.3, 0.5]"));
    write("trop.toml", &sweep("[0.3, 5]"));
    for command in [
        "run tiny.toml --trials 64 --years 10 --out ici",
        "run tiny.toml --trials 64 --years 10 --out change",
        "run tiny.toml --trials 64 --years 10 --out abime",
        "run tiny.toml --trials 3000 --years 10 --shard 1/3 --out p1",
        "run tiny.toml --trials 3000 --years 10 --shard 2/3 --out p2",
        "run tiny.toml --trials 3000 --years 10 --shard 3/3 --out p3",
        "run tiny.toml --trials 3000 --years 10 --shard 3/3 --out sans --trials-format none",
        "run tiny.toml --trials 3000 --years 10 --shard 2/3 --seed 7 --out graine",
        "run tiny.toml --trials 3000 --years 10 --shard 2/2 --out demi",
        "run tiny.toml --trials 3000 --years 10 --shard 2/3 --out usee",
        "sweep balayage.toml --out b",
        "sweep balayage.toml --out b2",
    ] {
        desk.expect(0, &format!("{command} --no-charts --quiet"));
    }
    change(&desk.path("change/manifest.json"), "\"seed\": 1", "\"seed\": 2");
    fs::remove_file(desk.path("change/summary.csv")).unwrap();
    write("change/notes.md", "mine");
    change(&desk.path("abime/trials.csv"), "\n0,", "\nx,");
    // As versions leave it that kept no digests.
    forget_digests(&desk.path("abime"));
    change(&desk.path("abime/manifest.json"), "\"dpi\": 220", "\"dpi\": 220, \"theme\": \"ink = 1\"");
    fs::write(desk.path("usee/trials.csv"), "trial\n").unwrap();
    fs::remove_file(desk.path("b2/points.csv")).unwrap();
    desk
}

/// Commands that fail or have something to say, how they end, and a part of what they say.
const COMMANDS: &[(&str, i32, &str)] = &[
    // Folders.
    ("run tiny.toml --trials 64 --out autrui", 2, "n’est pas vide et ne contient pas de résultats (thesis.tex)"),
    ("run tiny.toml --trials 64 --out tiny.toml", 2, "tiny.toml\u{a0}: est un fichier, et non un dossier"),
    ("run tiny.toml --trials 64 --out tiny.toml/ici", 1, "création du dossier impossible\u{a0}: "),
    ("run tiny.toml --trials 64 --out pris", 1, "pris\u{a0}: un autre processus y écrit"),
    ("run tiny.toml --trials 65 --years 10 --out ici", 2, "d’une autre simulation (essais 64, et non 65)"),
    ("run tiny.toml --trials 64 --years 9 --out ici", 2, "(années suivies 10, et non 9)"),
    ("run tiny.toml --trials 64 --years 10 --out ici --plans truce", 2, "(sans --plans truce)"),
    ("run odd.toml --trials 64 --years 10 --out ici --no-charts", 2, "(de tiny.toml, et non de odd.toml)"),
    ("sweep balayage.toml --out ici", 2, "d’une autre commande ou d’une autre version"),
    ("sweep balayage.toml --out b2", 1, "points.csv manque\u{202f}; --force relance le balayage"),
    ("run tiny.toml sous/tiny.toml --trials 64", 2, "écriraient tous deux dans output/tiny"),
    ("run tiny.toml --trials 64 --years 10 --out abime --trials-format parquet", 1, "contient `x` sous `trial`"),
    ("run tiny.toml --trials 64 --years 10 --out ici --no-charts", 0, "contient déjà exactement ces résultats"),
    ("run tiny.toml --trials 64 --years 10 --out neuf --no-charts", 0, "les résultats sont dans neuf"),
    // What was asked for.
    ("run tiny.toml --shard trois", 2, "--shard trois\u{a0}: il faut K/N"),
    ("run tiny.toml --shard 4/3", 2, "--shard 4/3\u{a0}: K va de 1 à 3"),
    ("run tiny.toml --trials 64 --shard 1/9", 2, "un seul bloc d’essais ne se partage pas"),
    ("sweep balayage.toml --shard 1/9", 2, "il y a 2 points, donc au plus 2 parties"),
    ("run tiny.toml --precision 0.7", 2, "une demi-largeur se trouve entre 0 et 0.5"),
    ("run tiny.toml --precision 0.01 --replications 2", 2, "les essais d’un tirage ne sont pas indépendants"),
    ("run tiny.toml --precision 0.01 --sampling latin_hypercube", 2, "seul le Monte-Carlo simple"),
    ("run tiny.toml --precision 0.01 --shard 1/2", 2, "ne connaît pas les essais des autres"),
    ("run tiny.toml --savi --shard 1/2", 2, "--savi\u{a0}: va avec une simulation entière"),
    ("run tiny.toml --savi --plans truce", 2, "n’a rien entre quoi choisir"),
    ("new tiny.toml", 2, "est déjà là, et n’est pas écrasé"),
    ("new nulle/part.toml", 2, "écriture impossible\u{a0}: "),
    ("new neuf.toml", 0, "neuf.toml est écrit\u{a0}: ensuite, `armistice check neuf.toml`"),
    // What cannot be run.
    ("run tiny.toml --trials 100 --sampling sobol", 2, "une puissance de deux, et 100 n’en est pas une"),
    ("run tiny.toml --trials 16 --sampling latin_hypercube", 2, "demande au moins 32 essais"),
    ("run tiny.toml --trials 64 --replications 7", 2, "64 essais ne se divisent pas en tirages de 7"),
    ("run odd.toml --trials 64 --out o", 2, "aux valeurs centrales, plan `odd`\u{a0}: l’effet sur `front.stalemate`"),
    ("run odd.toml --trials 64 --out o --no-charts", 1, "essais sur 64 ont échoué, plus d’un dixième"),
    ("evaluate odd.toml", 2, "aux valeurs centrales, plan `odd`"),
    ("compare odd.toml --trials 64", 2, "si bien que les plans ne peuvent pas se comparer"),
    ("sweep trop.toml --out t", 2, "point 1 (front.stalemate"),
    // How it shall look.
    ("run tiny.toml --theme faux.toml", 2, "clé inconnue `fontsize` dans le thème"),
    ("run tiny.toml --theme faux.toml", 2, "`ink` du thème vaut \"red\"\u{202f}; il faut une couleur telle que"),
    ("run tiny.toml --theme faux.toml", 2, "`width` du thème vaut 1\u{202f}; il faut un nombre de 240 à 4000 px"),
    ("run tiny.toml --theme casse.toml", 2, "la ligne 1 du thème n’est pas du TOML\u{a0}: ce texte n’est pas fermé"),
    ("run tiny.toml --theme long.toml", 2, "un nombre a trop de chiffres"),
    ("run tiny.toml --theme nul.toml", 2, "nul.toml\u{a0}: ce fichier n’existe pas"),
    ("report ici --theme faux.toml", 2, "clé inconnue `fontsize`"),
    ("report abime", 2, "`ink` du thème vaut 1"),
    // Stored results.
    ("verify autrui", 2, "n’est pas un dossier de résultats\u{a0}: il n’a pas de manifest.json"),
    ("report p1", 2, "contient une partie d’une simulation, qui n’a pas de résultats"),
    ("compare ici", 2, "une simulation seule n’a rien à quoi se comparer"),
    ("compare ici tiny.toml", 2, "tiny.toml\u{a0}: est un fichier, et seuls des dossiers"),
    ("compare ici b", 2, "b\u{a0}: contient un balayage, et non une simulation"),
    ("compare ici p1", 2, "p1\u{a0}: est une partie d’une simulation partagée"),
    ("compare ici abime", 1, "la ligne 1 n’est pas l’essai 0\u{202f}; le fichier a été modifié"),
    ("compare ici change --seed 3", 2, "vont avec un fichier de scénario"),
    ("compare ici change --out ici", 2, "--out ici\u{a0}: est l’une des simulations"),
    ("compare tiny.toml --plans truce", 2, "nommez au moins deux plans"),
    ("compare tiny.toml --plans truce,truce", 2, "--plans\u{a0}: nomme truce deux fois"),
    // Parts.
    ("merge p1 p3 --out m", 2, "il manque, sur 3 parties\u{a0}: 2"),
    ("merge p1 p2 p2 p3 --out m", 2, "p2\u{a0}: est la partie 2, de même que p2"),
    ("merge p1 graine p3 --out m", 2, "est une partie d’une autre simulation que p1 (graine 7, et non 1)"),
    ("merge p1 demi --out m", 2, "(partagée en 3 parties, et non en 2)"),
    ("merge p1 ici --out m", 2, "ici\u{a0}: est une simulation entière, et non une partie"),
    ("merge p1 b --out m", 2, "b\u{a0}: contient un balayage, et non une simulation"),
    ("merge p1 p2 sans --out m", 2, "sans\u{a0}: pas de table des essais, que d’autres parties ont"),
    (
        "merge p1 usee p3 --out m",
        1,
        "a été modifié après la fin de la partie\u{202f}; relancez cette partie avec --force",
    ),
    ("merge p1 p2 p3 --out p1", 2, "--out p1\u{a0}: est l’une des parties"),
    ("merge p1 p2 p3 --out m --no-charts", 0, "les résultats sont dans m"),
];

#[test]
fn messages_are_in_french() {
    let desk = desk();
    let lock = fs::File::create(desk.path("pris/.lock")).unwrap();
    lock.lock().unwrap();
    let mut wrong = Vec::new();
    for (command, status, says) in COMMANDS {
        let call = desk.expect(*status, &format!("{command} --lang fr"));
        let left = english(&call.stderr);
        if !left.is_empty() || !call.stderr.contains(says) {
            wrong.push(format!("{command}: {left:?}\n{}", call.stderr));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is the same and what is not, in columns.
#[test]
fn what_was_verified_is_told_in_french() {
    let desk = desk();
    let told = |folder: &str, status| {
        let call = desk.expect(status, &format!("verify {folder} --lang fr"));
        let said = call.stdout + &call.stderr;
        assert_eq!(english(&said), [""; 0], "{said}");
        said
    };
    let changed = told("change", 1);
    for part in [
        "identique manifest.json\n",
        "étranger  notes.md\u{a0}: aucune simulation ne l’écrit\n",
        "DIFFÈRE   summary.csv\u{a0}: manque\n",
        "DIFFÈRE   trials.csv\u{a0}: à partir de l’octet ",
        "change\u{a0}: 6 fichiers sur 7 diffèrent\n",
    ] {
        assert!(changed.contains(part), "{part}: {changed}");
    }
    assert!(told("ici", 0).ends_with("ici\u{a0}: les 7 fichiers sont identiques, octet pour octet\n"));
}
