//! The little of the WebDriver protocol (W3C, 2018) that the tests need.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// A headless browser that ends with the value.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Browser {
    /// A browser with a laptop's window.
    pub(crate) fn start() -> Self {
        Self::with(&json!({}))
    }

    /// A browser that runs no scripts of pages.
    pub(crate) fn without_scripts() -> Self {
        Self::with(&json!({ "profile.managed_default_content_settings.javascript": 2 }))
    }

    fn with(preferences: &Value) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed");
        let port = port_of(&mut driver);
        let mut browser = Self { driver, port, session: String::new() };
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--window-size=1280,900",
        ];
        let answer = browser.send(
            "POST",
            "/session",
            &json!({ "capabilities": { "alwaysMatch": {
                "goog:loggingPrefs": { "browser": "ALL" },
                "goog:chromeOptions": { "args": arguments, "prefs": preferences },
            } } }),
        );
        answer["sessionId"].as_str().expect("a session").clone_into(&mut browser.session);
        browser
    }

    /// One request to the driver; its answer's `value`.
    fn send(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .unwrap();
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut text = vec![0; length];
        reader.read_exact(&mut text).unwrap();
        let answer: Value = serde_json::from_slice(&text).unwrap();
        let value = answer["value"].clone();
        assert!(value.get("error").is_none(), "{method} {path}: {value}");
        value
    }

    fn post(&mut self, path: &str, body: &Value) -> Value {
        let path = format!("/session/{}/{path}", self.session);
        self.send("POST", &path, body)
    }

    pub(crate) fn open(&mut self, url: &str) {
        self.post("url", &json!({ "url": url }));
    }

    /// Runs a script in the page and returns what it returns.
    pub(crate) fn run(&mut self, script: &str, arguments: &Value) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Runs a script that calls its last argument with the result.
    pub(crate) fn run_async(&mut self, script: &str) -> Value {
        self.post("timeouts", &json!({ "script": 120_000 }));
        self.post("execute/async", &json!({ "script": script, "args": [] }))
    }

    fn find(&mut self, selector: &str) -> String {
        let found = self.post("element", &json!({ "using": "css selector", "value": selector }));
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    pub(crate) fn click(&mut self, selector: &str) {
        let element = self.find(selector);
        self.post(&format!("element/{element}/click"), &json!({}));
    }

    /// Moves the pointer to the middle of an element.
    pub(crate) fn hover(&mut self, selector: &str) {
        self.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", &json!([selector]));
        let element = self.find(selector);
        let step =
            |x: i32| json!({ "type": "pointerMove", "duration": 50, "x": x, "y": 0, "origin": { ELEMENT: element } });
        self.post(
            "actions",
            &json!({ "actions": [{ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
                "actions": [step(1), step(0)] }] }),
        );
    }

    pub(crate) fn press_enter(&mut self) {
        self.press("\u{e007}");
    }

    /// Presses a key and lets it go; special keys have code points of their own in the protocol.
    pub(crate) fn press(&mut self, key: &str) {
        let keys = [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })];
        self.post("actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": keys }] }));
    }

    /// Has the page believe that its reader wants dark colours.
    pub(crate) fn darken(&mut self) {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
        self.post("goog/cdp/execute", &json!({ "cmd": "Emulation.setEmulatedMedia", "params": media }));
    }

    /// What the console said since the last call.
    pub(crate) fn console(&mut self) -> Vec<String> {
        let entries = self.post("se/log", &json!({ "type": "browser" }));
        let entries = entries.as_array().cloned().unwrap_or_default();
        entries.iter().filter_map(|entry| Some(entry["message"].as_str()?.to_owned())).collect()
    }

    pub(crate) fn source(&mut self) -> String {
        let path = format!("/session/{}/source", self.session);
        self.send("GET", &path, &Value::Null).as_str().unwrap().to_owned()
    }

    /// Makes the page itself that large, as a phone's is, whatever the least width of a window.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.post("goog/cdp/execute", &json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics }));
    }

    /// The whole page as PNG.
    pub(crate) fn screenshot(&mut self) -> Vec<u8> {
        let whole = json!({ "captureBeyondViewport": true });
        let shot = self.post("goog/cdp/execute", &json!({ "cmd": "Page.captureScreenshot", "params": whole }));
        base64(shot["data"].as_str().unwrap())
    }

    /// The page on A4, as PDF.
    pub(crate) fn print(&mut self) -> Vec<u8> {
        let page = json!({ "page": { "width": 21.0, "height": 29.7 }, "background": true });
        let pdf = self.post("print", &page);
        base64(pdf.as_str().unwrap())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let path = format!("/session/{}", self.session);
        if !std::thread::panicking() && !self.session.is_empty() {
            self.send("DELETE", &path, &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port that the driver says it took.
fn port_of(driver: &mut Child) -> u16 {
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let line = lines.find_map(|line| line.ok().filter(|line| line.contains("successfully on port"))).unwrap();
    // The rest of its output is read away, so that it never waits for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    line.trim_end_matches('.').rsplit(' ').next().unwrap().parse().unwrap()
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |letter: u8| LETTERS.iter().position(|&it| it == letter).map(|digit| digit as u32);
    let digits: Vec<u32> = text.bytes().filter_map(digit).collect();
    let bytes = |four: &[u32]| {
        let bits = four.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - four.len()));
        (0..four.len() - 1).map(move |index| (bits >> (16 - 8 * index)) as u8).collect::<Vec<_>>()
    };
    digits.chunks(4).filter(|four| four.len() > 1).flat_map(bytes).collect()
}
