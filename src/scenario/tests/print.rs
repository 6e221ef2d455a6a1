#[test]
fn show() {
    for t in [super::BORDER, crate::scenario::template()] {
        println!("{}\n=========", crate::scenario::describe(&super::right(t, &[]), crate::scenario::Style::Plain));
    }
}
