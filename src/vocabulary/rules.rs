//! Callbacks that give a list of rules: `(allow) => [allow.resource(f).to([...])]`.

use smol_str::SmolStr;

use super::lower::{Context, Frame};
use super::shape::Shape;
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::evaluate::{Chain, Link, Root, Value, ValueKind};

/// What a rule may be made of.
#[derive(Debug)]
pub struct Rules {
    /// The usual name of the callback's parameter.
    pub parameter: &'static str,
    /// The methods in the order in which they are called; each rule calls all of them once.
    pub methods: &'static [Method],
    /// One whole rule.
    pub example: &'static str,
}

/// A method of a rule.
#[derive(Debug)]
pub struct Method {
    /// As it is written.
    pub name: &'static str,
    /// What it says.
    pub doc: &'static str,
    /// What it takes.
    pub argument: fn() -> Shape,
}

/// The argument of each method of one rule, in the order of [`Rules::methods`].
pub(super) type Arguments<'v> = Vec<Option<&'v Value>>;

impl Rules {
    /// The rules of a callback's list: each with the arguments of its methods, where they were found.
    pub(super) fn read<'v>(&self, value: &'v Value, cx: &mut Context<'_>) -> Option<Vec<(&'v Value, Arguments<'v>)>> {
        let ValueKind::Callback(callback) = &value.kind else {
            return cx.wrong_with(value, &format!("a callback `({}) => [...]`", self.parameter), Some(self.help()));
        };
        let ValueKind::List(elements) = &callback.body.kind else {
            return cx.wrong_with(&callback.body, "a callback that gives a list of rules", Some(self.help()));
        };
        Some(elements.iter().filter_map(|element| Some((element, self.rule(element, cx)?))).collect())
    }

    /// What the argument of a method is called in findings.
    pub(super) fn argument(&self, method: usize, value: &Value) -> Frame {
        Frame::argument(&SmolStr::new_static(self.methods[method].name), value.place())
    }

    fn help(&self) -> String {
        format!("write `({}) => [{}]`", self.parameter, self.example)
    }

    fn rule<'v>(&self, value: &'v Value, cx: &mut Context<'_>) -> Option<Arguments<'v>> {
        let ValueKind::Chain(chain) = &value.kind else {
            return cx.wrong_with(value, "a list of rules", Some(format!("write `{}`", self.example)));
        };
        let Some(links) = links(chain) else {
            return cx.wrong_with(value, "a list of rules", Some(format!("write `{}`", self.example)));
        };
        let mut arguments: Arguments<'v> = vec![None; self.methods.len()];
        let mut sound = true;
        for link in links {
            sound &= self.method(link, &mut arguments, cx);
        }
        if sound && let Some(missing) = self.methods.iter().zip(&arguments).find(|(_, given)| given.is_none()) {
            let message = format!("this rule says nothing until it also calls `.{}(...)`", missing.0.name);
            let help = format!("write `{}`", self.example);
            cx.report(Diagnostic::new(Code::UnfinishedRule, value.span, message).help(help));
            return None;
        }
        sound.then_some(arguments)
    }

    fn method<'v>(&self, link: &'v Link, arguments: &mut Arguments<'v>, cx: &mut Context<'_>) -> bool {
        let name = link.name.as_str();
        let Some(index) = self.methods.iter().position(|method| method.name == name) else {
            let names = self.methods.iter().map(|method| method.name);
            let message = format!("`{}` has no method `{name}`", self.parameter);
            let diagnostic = Diagnostic::new(Code::UnknownMethod, link.name_span, message);
            cx.report(match closest(name, names) {
                Some(known) => diagnostic.fix(format!("write `{known}`"), link.name_span, known),
                None => diagnostic.help(format!("write `{}`", self.example)),
            });
            return false;
        };
        if arguments[index].is_some() {
            let message = format!("`.{name}(...)` is called twice in one rule");
            let help = "put everything into one call, or write two rules";
            cx.report(Diagnostic::new(Code::UnfinishedRule, link.name_span, message).help(help));
            return false;
        }
        match link.arguments.as_deref() {
            Some([only]) => {
                arguments[index] = Some(only);
                true
            }
            Some([_, more, ..]) => {
                let message = format!("`{name}` takes one argument");
                cx.report(Diagnostic::new(Code::WrongArguments, more.place(), message).help(self.help()));
                false
            }
            Some([]) | None => {
                let message = format!("`{name}` needs {}", (self.methods[index].argument)().describe());
                cx.report(Diagnostic::new(Code::WrongArguments, link.span, message).help(self.help()));
                false
            }
        }
    }
}

/// The methods that a rule calls, without the parameter itself.
fn links(chain: &Chain) -> Option<&[Link]> {
    match chain.root {
        Root::Parameter(_) => chain.links.get(1..),
        Root::ParameterMember(_) => Some(&chain.links),
        Root::Builder => None,
    }
}
