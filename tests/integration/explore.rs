//! `armistice explore` as a user meets it; what its page does is tested in a browser (`tests/browser/explorer.rs`).

use std::fs;
use std::path::Path;

use crate::cli::Desk;

/// The text of a block of data of a page.
fn block<'a>(page: &'a str, id: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("id=\"{id}\">")).unwrap();
    rest.split_once("</script>").unwrap().0
}

#[test]
fn the_page_carries_the_scenario_and_asks_nothing_of_anybody() {
    let desk = Desk::new();
    let call = desk.expect(0, "explore tiny.toml --set challenger.war_cost=0.9 --plans truce --out page.html");
    assert_eq!((call.stdout.as_str(), call.stderr.trim()), ("", "wrote page.html: open it in a browser"));
    let page = fs::read_to_string(desk.path("page.html")).unwrap();
    assert!(page.contains("default-src 'none'; script-src 'sha256-") && !page.contains("unsafe-inline"));
    for request in ["http://", "https://", "src=\"", "url(", "import "] {
        let text = page.replace(block(&page, "given"), "");
        assert!(!text.contains(request), "{request}");
    }
    let given: serde_json::Value = serde_json::from_str(block(&page, "given")).unwrap();
    assert_eq!(given["scenario"]["text"], fs::read_to_string(desk.path("tiny.toml")).unwrap());
    assert_eq!(given["options"], serde_json::json!(["--plans", "truce", "--set", "challenger.war_cost=0.9"]));
    assert_eq!((&given["file"], &given["scenario"]["name"]), (&"tiny.toml".into(), &"tiny.toml".into()));
    // What is set is certain, and matters no more.
    let order: Vec<&str> = given["order"].as_array().unwrap().iter().filter_map(serde_json::Value::as_str).collect();
    assert!(order.contains(&"defender.war_cost") && !order.contains(&"challenger.war_cost"), "{order:?}");
}

/// The commands of a page name the file as it was given, and so that a command takes it; those beside a report by its name.
#[test]
fn the_page_names_the_file_as_it_was_given() {
    let desk = Desk::new();
    fs::create_dir(desk.path("talks")).unwrap();
    for file in ["talks/tiny.toml", "-tiny.toml"] {
        desk.add_to_tiny(file, "");
    }
    let named = |page: &str| {
        let page = fs::read_to_string(desk.path(page)).unwrap();
        let given: serde_json::Value = serde_json::from_str(block(&page, "given")).unwrap();
        [&given["file"], &given["scenario"]["name"]].map(|name| name.as_str().unwrap().to_owned())
    };
    for (given, names) in
        [("talks/tiny.toml", ["talks/tiny.toml", "tiny.toml"]), ("-tiny.toml", ["./-tiny.toml", "-tiny.toml"])]
    {
        desk.expect(0, &format!("explore --out page.html --force --quiet -- {given}"));
        assert_eq!(named("page.html"), names);
        desk.expect(0, &format!("evaluate {} --quiet", names[0]));
    }
    desk.expect(0, "run talks/tiny.toml --trials 64 --explorer --out results --quiet");
    assert_eq!(named("results/explorer.html"), ["tiny.toml", "tiny.toml"]);
}

/// The same bytes for any number of threads.
#[test]
fn the_page_does_not_depend_on_threads() {
    let desk = Desk::new();
    desk.expect(0, "explore tiny.toml --out one.html --threads 1 --quiet");
    desk.expect(0, "explore tiny.toml --out two.html --threads 2 --quiet");
    assert!(fs::read(desk.path("one.html")).unwrap() == fs::read(desk.path("two.html")).unwrap());
}

#[test]
fn a_page_goes_beside_the_results_and_is_not_overwritten_unasked() {
    let desk = Desk::new();
    desk.expect(0, "explore tiny.toml --quiet");
    let page = desk.path("output/tiny-explorer.html");
    fs::write(&page, "mine").unwrap();
    let refused = desk.expect(2, "explore tiny.toml");
    assert!(
        refused.stderr.contains("output/tiny-explorer.html: is there already: replace it with --force"),
        "{}",
        refused.stderr
    );
    assert_eq!(fs::read_to_string(&page).unwrap(), "mine");
    desk.expect(0, "explore tiny.toml --force --quiet --lang fr");
    assert!(fs::read_to_string(&page).unwrap().contains("<html lang=\"fr\">"));
}

#[test]
fn nothing_is_written_of_a_faulty_scenario() {
    let desk = Desk::new();
    desk.add_to_tiny("bad.toml", "nonsense = 1\n");
    let call = desk.expect(2, "explore bad.toml");
    assert!(call.stderr.contains("nonsense"), "{}", call.stderr);
    let call = desk.expect(2, "explore tiny.toml --theory strategic,hazard");
    assert!(call.stderr.contains("takes one theory here"), "{}", call.stderr);
    assert!(!desk.path("output").exists());
    let call = desk.expect(2, "explore tiny.toml --out .");
    assert!(call.stderr.contains("is a folder, not a file"), "{}", call.stderr);
}

/// The figures of the worked example are those of the program.
#[test]
fn the_worked_example_is_true() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/explorer.md")).unwrap();
    let desk = Desk::new();
    fs::create_dir(desk.path("scenarios")).unwrap();
    fs::copy(desk.path("tiny.toml"), desk.path("scenarios/tiny.toml")).unwrap();
    let commands: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("armistice ")).collect();
    assert_eq!(commands.len(), 3);
    desk.expect(0, commands[0]);
    for (command, sentence) in commands[1..].iter().zip(["Before", "After"]) {
        let solved = desk.expect(0, &format!("{command} --format json --quiet")).stdout;
        let solved: serde_json::Value = serde_json::from_str(&solved).unwrap();
        let plan = solved["plans"].as_array().unwrap().iter().find(|plan| plan["id"] == "guarantee-10").unwrap();
        let surplus = |side: &str| format!("{:+.3}", plan[side]["surplus"].as_f64().unwrap()).replace('-', "−");
        let survival = format!("{:.1}%", 100.0 * plan["survival"][15].as_f64().unwrap());
        for figure in [surplus("challenger"), surplus("defender"), survival] {
            let line = page.lines().find(|line| line.starts_with(&format!("| {sentence} "))).unwrap();
            assert!(line.contains(&figure), "{sentence}: {figure} is not in {line}");
        }
    }
}
