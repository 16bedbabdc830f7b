//! Prints the template that was compiled together with this program.

const TEMPLATE: &str = include_str!(concat!(env!("OUT_DIR"), "/backend/template.json"));

fn main() {
    print!("{TEMPLATE}");
}
