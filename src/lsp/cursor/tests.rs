use super::*;

/// The cursor at `|`, as words: what it touches, the chain before it, and the path around it.
fn at(marked: &str) -> String {
    let offset = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let cursor = Cursor::new(&text, offset);
    let chain = |steps: &[Step]| {
        let names = steps.iter().map(|step| format!("{}{}", step.name, step.arguments.as_ref().map_or("", |_| "()")));
        names.collect::<Vec<_>>().join(".")
    };
    let mut path: Vec<String> = Vec::new();
    for frame in &cursor.frames {
        path.push(match frame {
            Frame::Call { callee, argument, parameters } => {
                let parameters = parameters.iter().map(|name| format!("|{name}"));
                format!("{}({argument}{}", chain(callee), parameters.collect::<String>())
            }
            Frame::List { before } => format!("[{before}"),
            Frame::Object { key, keys, parameters } => {
                let keys: Vec<&str> = keys.iter().map(|key| &text[key.clone()]).collect();
                let key = key.as_ref().map_or("?", |key| &text[key.clone()]);
                format!("{{{key} of {}|{}", keys.join(" "), parameters.join(" "))
            }
            Frame::Group => "(".into(),
            Frame::Template => "${".into(),
        });
    }
    let what = match &cursor.at {
        At::Nothing => {
            if cursor.fresh {
                "fresh".into()
            } else {
                "nothing".into()
            }
        }
        At::Word(range) => format!("word {}", &text[range.clone()]),
        At::String { inside, closed } => format!("string {} {closed}", &text[inside.clone()]),
        At::Comment => "comment".into(),
    };
    format!("{what}; {}; {}", chain(&cursor.before), path.join(" "))
}

#[test]
fn whole_text() {
    assert_eq!(
        at(r#"const auth = defineAuth({ loginWith: { em|ail: true }, groups: ["A"] });"#),
        "word email; ; defineAuth(0 {loginWith of loginWith| {? of email|"
    );
    assert_eq!(
        at(r#"defineAuth({ groups: ["A", "ED|IT"], access: 1 })"#),
        "string EDIT true; ; defineAuth(0 {groups of groups| [1"
    );
    assert_eq!(
        at(r#"defineAuth({ access: (allow) => [allow.resource(f).t|o(["x"])] })"#),
        "word to; allow.resource(); defineAuth(0 {access of access|allow [0"
    );
    assert_eq!(
        at(r#"defineAuth({ access: allow => [allow.resource(f).to(["|"])] })"#),
        "string  true; ; defineAuth(0 {access of access|allow [0 allow.resource().to(0 [0"
    );
    assert_eq!(
        at("a.model({ x: a.string().default(1).| }).authorization((allow) => [b])"),
        "nothing; a.string().default(); a.model(0 {x of x|"
    );
    assert_eq!(
        at("a.model({}).authorization((allow) => [al|low.guest()], x)"),
        "word allow; ; a.model().authorization(0|allow [0"
    );
    assert_eq!(at("f({ x: (one: any, two: Some<Type>) => [on|] })"), "word on; ; f(0 {x of x|one two [0");
    assert_eq!(at("a.model({}).authorization((allow => [al|]))"), "word al; ; a.model().authorization(0|allow ( [0");
    assert_eq!(at("const a = `x ${pro|cess.env.A} y`;"), "word process; ; ${");
    assert_eq!(at("const a = `x ${b} y`, c = { d: | };"), "fresh; ; {d of d|");
    assert_eq!(at("f({ a: x ? y : z, |, 'k-2': 1, ...rest, last })"), "fresh; ; f(0 {? of a k-2 rest last|");
    assert_eq!(at("// de|fine"), "comment; ; ");
    assert_eq!(at("f({ x: ({ resource }) => [res|] })"), "word res; ; f(0 {x of x|resource [0");
}

#[test]
fn broken_text() {
    assert_eq!(
        at("defineAuth({ access: (allow) => [allow.|"),
        "nothing; allow; defineAuth(0 {access of access|allow [0"
    );
    assert_eq!(
        at("defineAuth({ access: (allow) => [allow.|\n});\nconst x = 1;"),
        "nothing; allow; defineAuth(0 {access of access|allow [0"
    );
    assert_eq!(
        at("defineAuth({ access: (allow) => [allow.resource(addUser|"),
        "word addUser; ; defineAuth(0 {access of access|allow [0 allow.resource(0"
    );
    assert_eq!(
        at("defineAuth({ groups: [\"AD|\n  access: 1\n"),
        "string AD false; ; defineAuth(0 {groups of groups| [0"
    );
    assert_eq!(at("defineAuth({\n  gro|\n  access: 1,\n})"), "word gro; ; defineAuth(0 {? of access|");
    assert_eq!(
        at("defineAuth({\n  loginWith: |\n  groups: [],\n})"),
        "fresh; ; defineAuth(0 {loginWith of loginWith groups|"
    );
    // what is open above does not reach into the next declaration
    assert_eq!(at("defineAuth({ a: [\n\nexport const f = defineFunction({ |"), "fresh; ; defineFunction(0 {? of |");
    assert_eq!(at("const a = f([\nexport const b = de|"), "word de; ; ");
    assert_eq!(at("f({ a: 1, |\nconst x = { b: 1 }"), "fresh; ; f(0 {? of a|");
    assert_eq!(at(") ] } f({|"), "fresh; ; f(0 {? of |");
    assert_eq!(at("x('a\\|"), "string a\\ false; ; x(0");
    assert_eq!(at("`${|"), "fresh; ; ${");
}

#[test]
fn every_offset_of_odd_text_has_a_place() {
    let text = "é = `a${ {b: `😀${x}`} }` + \"\\\" ' \n /* ( [ { */ f({'k': [1.5, a?.b!.c, ...d], (x): y => z}) `\\";
    for (offset, _) in text.char_indices() {
        for (cut, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let piece = &text[..cut];
            Cursor::new(piece, offset.min(cut));
            Cursor::new(&text[cut..], 0);
        }
    }
}

#[test]
fn what_follows_in_the_chain() {
    let after = |marked: &str| {
        let offset = marked.find('|').unwrap();
        Cursor::new(&marked.replacen('|', "", 1), offset).after.join(" ")
    };
    assert_eq!(after("f({ x: a.b().|.c(d.e()).f, y: g.h() })"), "c f");
    assert_eq!(after("f({ x: a.b().c|c().d() }).e()"), "d");
    assert_eq!(after("f({ x: a.b().|, y: g.h() })"), "");
    assert_eq!(after("const x = a.|\nconst y = b.c();"), "");
    // a key of the next line looks like the rest of the chain, up to its colon
    assert_eq!(after("f({ x: a.|\n y: g.h() })"), "");
}
