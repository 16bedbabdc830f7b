use super::*;

fn files(list: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    list.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

fn tree(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, prefix: &str, out: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("readable").flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), out);
            } else {
                out.push(name);
            }
        }
    }
    let mut out = Vec::new();
    walk(folder, "", &mut out);
    out.sort();
    out
}

#[test]
fn only_what_changed_is_touched_and_only_own_files_go() {
    let temp = tempfile::tempdir().expect("temp");
    let out = temp.path().join("deep/out");
    let first = write(&out, &files(&[("a", "1"), ("f/x/index.mjs", "x"), ("f/y/index.mjs", "y")])).expect("written");
    assert_eq!(first.changed, ["a", "f/x/index.mjs", "f/y/index.mjs"]);
    assert_eq!(tree(&out), [".ampc.json", "a", "f/x/index.mjs", "f/y/index.mjs"]);

    let stamp = |name: &str| fs::metadata(out.join(name)).and_then(|data| data.modified()).expect("time");
    let old = stamp("f/x/index.mjs");
    let manifest = stamp(MANIFEST);
    fs::write(out.join("f/y/notes.txt"), "mine").expect("written");
    std::thread::sleep(Duration::from_millis(15));
    let second = write(&out, &files(&[("a", "2"), ("f/x/index.mjs", "x")])).expect("written");
    assert_eq!(second, Written { changed: vec!["a".into()], unchanged: 1, removed: vec!["f/y/index.mjs".into()] });
    assert_eq!(tree(&out), [".ampc.json", "a", "f/x/index.mjs", "f/y/notes.txt"]);
    assert_eq!(stamp("f/x/index.mjs"), old);
    assert_ne!(stamp(MANIFEST), manifest);

    let manifest = stamp(MANIFEST);
    let third = write(&out, &files(&[("a", "2"), ("f/x/index.mjs", "x")])).expect("written");
    assert_eq!((third.changed.len(), third.unchanged, stamp(MANIFEST)), (0, 2, manifest));
}

#[test]
fn empty_folders_of_stale_files_go_too() {
    let temp = tempfile::tempdir().expect("temp");
    write(temp.path(), &files(&[("a/b/c", "1"), ("d", "1")])).expect("written");
    write(temp.path(), &files(&[("d", "1")])).expect("written");
    assert!(!temp.path().join("a").exists());
}

#[test]
fn foreign_files_are_never_replaced() {
    let temp = tempfile::tempdir().expect("temp");
    fs::write(temp.path().join("backend.amp"), "mine").expect("written");
    let refused = write(temp.path(), &files(&[("backend.amp", "theirs")]));
    assert!(matches!(refused, Err(OutputError::NotOurs(_))), "{refused:?}");
    assert_eq!(tree(temp.path()), ["backend.amp"]);

    let out = temp.path().join("out");
    write(&out, &files(&[("a", "1")])).expect("written");
    fs::write(out.join("b"), "mine").expect("written");
    fs::create_dir(out.join("c")).expect("made");
    for name in ["b", "c"] {
        let refused = write(&out, &files(&[("a", "2"), (name, "2")]));
        assert!(matches!(refused, Err(OutputError::InTheWay(_))), "{refused:?}");
    }
    assert_eq!(fs::read_to_string(out.join("a")).expect("there"), "1");
    assert_eq!(fs::read_to_string(out.join("b")).expect("there"), "mine");
    let refused = write(&out.join("a"), &files(&[("a", "2")]));
    assert!(matches!(refused, Err(OutputError::InTheWay(_))), "{refused:?}");
}

#[test]
fn a_manifest_cannot_point_outside() {
    let temp = tempfile::tempdir().expect("temp");
    let out = temp.path().join("out");
    let precious = temp.path().join("precious");
    fs::write(&precious, "mine").expect("written");
    fs::create_dir(&out).expect("made");
    for bad in [r#"{"about":"","files":["../precious"]}"#, r#"{"about":"","files":["/etc/x"]}"#, "{", "\u{0}"] {
        fs::write(out.join(MANIFEST), bad).expect("written");
        assert!(matches!(write(&out, &files(&[("a", "2")])), Err(OutputError::BadManifest(_))), "{bad}");
    }
    fs::write(out.join(MANIFEST), [0xff, 0xfe]).expect("written");
    assert!(matches!(write(&out, &files(&[])), Err(OutputError::BadManifest(_))));
    assert!(precious.exists());
}

#[test]
fn what_a_killed_build_left_does_not_hinder() {
    let temp = tempfile::tempdir().expect("temp");
    fs::create_dir(temp.path().join(format!("{STAGING}1"))).expect("made");
    write(temp.path(), &files(&[("a", "1")])).expect("written");
    let own = temp.path().join(format!("{STAGING}{}", std::process::id()));
    assert!(!own.exists());
}

#[test]
fn one_file_is_replaced_in_one_step() {
    let temp = tempfile::tempdir().expect("temp");
    let path = temp.path().join("deep/outputs.json");
    for text in ["1", "2", "2"] {
        replace(&path, text.as_bytes()).expect("written");
        assert_eq!(fs::read_to_string(&path).expect("there"), text);
    }
    assert_eq!(tree(temp.path()), ["deep/outputs.json"]);
    assert!(replace(&temp.path().join("deep"), b"x").is_err());
}

#[test]
fn messages_are_lower_case_without_numbers() {
    let error = io::Error::from_raw_os_error(13);
    let text = OutputError::Io("x/y".into(), error).to_string();
    assert!(text.starts_with("cannot write `x/y`: ") && !text.contains("os error"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_folder() {
    let temp = tempfile::tempdir().expect("temp");
    let (out, outside) = (temp.path().join("out"), temp.path().join("outside"));
    write(&out, &files(&[("functions/index.mjs", "1")])).expect("written");
    fs::rename(out.join("functions"), &outside).expect("moved");
    std::os::unix::fs::symlink(&outside, out.join("functions")).expect("linked");
    for next in [files(&[("functions/index.mjs", "2")]), files(&[("template.json", "{}")])] {
        assert!(matches!(write(&out, &next), Err(OutputError::InTheWay(_))));
        assert_eq!(fs::read_to_string(outside.join("index.mjs")).expect("there"), "1");
    }
}
