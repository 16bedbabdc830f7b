// Where we answer otherwise than Amplify, and why.
import { readFileSync } from "node:fs";

const TOLD = "who may not change a field is told so once another rule of theirs holds for the item";
const HEARD = "a subscription without an argument compares the username only";
const SAID = "an owner's argument that is `sub::username` is accepted, and nothing is heard";
const NARROWS = "an owner's argument of a subscription adds to what other rules let one hear";
const REDACTED = "relations are part of what a mutation gives back if both sides have rules of the same kind";
const LISTS = "a role that may `list` and not `get` gets no field that not everybody may read";
const TEXTS = "`groupsDefinedIn` with a claim that is a text";
const PARTS = "with a claim of several parts";
const LISTED = "an owner's claim that is a list";
const TEAM = 'done owner="(?:ann|bob)" members\\[\\] -badge';
const NAMED = "who sees one field of an item only is told whose it is";
const KEYS = "an owner that is part of the identifier is shown shortened";
const UNREAD = "who may change an item and not read it gets all of it back";
const DEAF = "a rule of one field for owners lets them get the item and listen";

// what a role that may only list does not get there
const UNNAMED = /[!-](name|teamId|team)\b ?/g;

/**
 * [case, question and who asks it, Amplify's answer, ours, words of docs/differences.md about it, and what of both answers
 * differs: all else is equal], the first four as patterns for the whole text.
 */
export const DELIBERATE = [
  [".*", "update .*", "refused on .*", "refused", TOLD],
  [".*", "update .*", "refused", "refused on .*", TOLD],
  ["o.*", "listen on\\w+ <ann.*>", "\\[annName, anns\\]", "\\[annName, annSub, anns\\]", HEARD],
  ["owners", "listen on\\w+ <bob>", "\\[both\\]", "\\[bobs, both\\]", HEARD],
  ["o.*", 'listen .*"ann".* <ann.*>', "\\[annName, anns\\]", "\\[annName, annSub, anns\\]", SAID],
  ["o.*", 'listen .*"sub-ann".* <ann.*>', "\\[annSub\\]", "\\[annName, annSub, anns\\]", SAID],
  [".*", 'listen .*"sub-ann::ann".* <ann.*>', "\\[\\]", "\\[(annName, )?(annSub, )?anns(, name)?\\]", SAID],
  ["relations.*", 'listen .*"sub-ann::ann".* <ann.*>', "\\[\\]", "\\[(f1, f3|l1|m1)\\]", SAID],
  [".*", 'listen .*"sub-bob::bob".* <bob>', "\\[\\]", "\\[(admins|b1, b2|bobs|f2|m2, m3)\\]", SAID],
  ["owner-and-owners", "listen .*ann.* <ann.*>", "\\[anns, seen\\]", "\\[anns\\]", NARROWS],
  ["owner-and-owners", "listen .*bob.* <bob>", "\\[anns, bobs, seen\\]", "\\[bobs\\]", NARROWS],
  [
    "field-default",
    "(get|list|create|update|delete) .*",
    ".*owner=.*",
    ".*(!owner|-owner).*",
    NAMED,
    /[!-]owner|owner="\w+"/g,
  ],
  ["field-default", "listen .*owner.*", "\\[.*\\]", "\\[\\]", NAMED],
  [
    "identifiers",
    ".* Diary .*",
    '.*writer="(?:ann|bob)".*',
    "(?:seen|done|\\[.*\\])",
    KEYS,
    / writer="\w+"|\(writer="\w+"\)/g,
  ],
  ["relations", "get Log nothing there .*", "null", "refused", DEAF],
  ["relations", "listen on(Create|Update|Delete)Log <.*", "\\[.*\\]", "refused", DEAF],
  ["relations", "listen onUpdateLog .*owner.*", ".*", "not there", DEAF],
  ["two-owners", "listen .*lead.*ann.* <ann.*>", "\\[anns, bobs\\]", "\\[anns\\]", NARROWS],
  ["two-owners", "listen .*author.*ann.* <ann.*>", "\\[anns, edited\\]", "\\[anns\\]", NARROWS],
  ["two-owners", "listen .*editor.*ann.* <ann.*>", "\\[anns, edited\\]", "\\[edited\\]", NARROWS],
  ["two-owners", "listen .*(author|lead).*bob.* <bob>", "\\[anns, bobs\\]", "\\[bobs\\]", NARROWS],
  ["two-owners", "listen .*editor.*bob.* <bob>", "\\[anns, bobs\\]", "\\[anns\\]", NARROWS],
  ["two-owners", "listen .*owner.* <(partner|annElsewhere)>", "\\[.*\\]", "refused", NARROWS],
  [
    "two-owners",
    "listen .*partner.*:.* <(ann|bob|admin|editor|both|annId|carol|dan)>",
    "\\[.*\\]",
    "refused",
    NARROWS,
  ],
  ["two-owners", "listen .*owner.*sub-bob::bob.* <bob>", "\\[\\]", "\\[both\\]", SAID],
  ["two-owners", "listen .*sub-pat::pat.* <partner>", "\\[\\]", "\\[pats\\]", SAID],
  ["two-owners", "listen .*sub-ann::ann.* <annElsewhere>", "\\[\\]", "\\[both\\]", SAID],
  ["relations", "(update|delete) Team .*", `${TEAM} logs\\[l.*\\]`, `${TEAM} logs\\[\\]`, REDACTED],
  ["relations-by-owner", "(update|delete) Folder .*", ".* files\\[f.*\\]", ".* files\\[\\]", REDACTED, /files.*/],
  [
    "relations-by-owner",
    "(create|update|delete) File .*",
    "done.* (!folder|folder\\[.*\\]).*",
    "done.* -folder.*",
    REDACTED,
    /[!-]folder|folder\[.*?\]/,
  ],
  ["relations", "(get Team|list Log).*", ".*!name.*!teamId.*", ".*", LISTS, UNNAMED],
  ["relations", "get Log l1 <(ann|annId)>", 'seen !name !teamId owner="ann" !team', "refused", DEAF],
  ["relations", "(create|update) Log .*", "done.* -(name|teamId).*", "done.*", LISTS, UNNAMED],
  ["relations", "update Log l1 .* <(ann|annId)>", "done !name.*", "done.*", LISTS, UNNAMED],
  [
    "relations",
    "create Member .*",
    "error DynamoDB.*",
    'done owner="(\\w+)" -team; stored owner="sub-\\1::\\1"',
    "`null` for a key of an index, or a reference, is stored",
  ],
  ["group-reads", "update Task .* <(ann|annId|bob)>", 'done owner="(ann|bob)"', "done( -text| -team)? -owner", UNREAD],
  [
    "group-reads|owner-actions",
    "update .* under a condition <(ann|annId|bob)>",
    "condition failed",
    "refused on text",
    UNREAD,
  ],
  ["group-reads", "listen on\\w+Task <(admin|editor|both)>", "\\[(admins, )?(admins|editors)\\]", "\\[\\]", UNREAD],
  [
    "owner-actions",
    "(update|delete) (Changed|Gone|Blind) .* <(ann|annId|bob)>",
    'done owner="(ann|bob)"',
    "done( -text)? -owner",
    UNREAD,
  ],
  ["groups-by-claim", "(get|list) Many.* <(carol|dan)>", "refused", "seen|null|\\[admins, both\\]", TEXTS],
  [
    "owner-by-claim",
    "(get|list|create|update|delete) Pair.* <carol>",
    '.*owner="ADMINS".*',
    "(?:seen|done|\\[).*",
    PARTS,
    / owner="ADMINS"|\(owner="ADMINS"\)/,
  ],
  ["owner-by-claim", "create Pair.* <annId>", 'done owner="\\[ADMINS, x\\]".*', "refused", LISTED],
  ["owner-by-claim", "(get Pair nothing there|list Pair) <dan>", "null|\\[\\]", "refused", PARTS],
  ["owner-by-claim", "listen on\\w+Pair.* <carol>", "\\[(carols|mail)?\\]", "\\[carols, mail\\]", PARTS],
  ["owner-by-claim", "create Role.* <annId>", "done !owner.*", "refused", LISTED],
  ["owner-by-claim", "(get|list|listen) .*(Role|Pair).* <annId>", "null|\\[\\]", "refused", LISTED],
  [
    "identifiers",
    "get Diary nothing there .*",
    "refused",
    "null",
    "the query of an index by the owner is refused",
  ],
];
const DOCUMENTED = readFileSync(new URL("../../../docs/differences.md", import.meta.url), "utf8");
for (const [, , , , words] of DELIBERATE) {
  if (!DOCUMENTED.includes(words)) {
    throw new Error(`docs/differences.md does not say "${words}"`);
  }
}

const whole = (pattern, text) => new RegExp(`^(?:${pattern})$`, "s").test(text);

/** An answer without a part of it. */
const rest = (part, answer) => answer.replaceAll(new RegExp(part, "g"), "").replaceAll(/ +(?=[)\];]|$)|\(\)/g, "");

/** What each caller is answered. */
function byCaller(answers) {
  const found = new Map();
  for (const [answer, names] of Object.entries(answers ?? {})) {
    for (const name of names.split(" ")) {
      found.set(name, answer);
    }
  }
  return found;
}

/** Differences between Amplify's answers and ours that are not deliberate, one a line. `used` gets those that are. */
export function compare(name, theirs, ours, used = new Set()) {
  const found = [];
  for (const question of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    if (!(question in ours) || !(question in theirs)) {
      const only = DELIBERATE.find(
        ([where, what, , other]) => other === "not there" && whole(where, name) && whole(what, question),
      );
      if (only && question in theirs) {
        used.add(only);
        continue;
      }
      found.push(`${question}: only ${question in theirs ? "Amplify" : "ampc"} can be asked`);
      continue;
    }
    const [amplifys, amps] = [byCaller(theirs[question]), byCaller(ours[question])];
    const lines = new Map();
    for (const caller of new Set([...amplifys.keys(), ...amps.keys()])) {
      const answer = amplifys.get(caller) ?? "refused";
      const other = amps.get(caller) ?? "refused";
      if (answer === other) {
        continue;
      }
      const texts = [name, `${question} <${caller}>`, answer, other];
      const reason = DELIBERATE.find(
        (row) => texts.every((text, at) => whole(row[at], text)) && (!row[5] || rest(row[5], answer) === rest(row[5], other)),
      );
      if (reason) {
        used.add(reason);
      } else {
        const line = `Amplify ${answer} | ampc ${other}`;
        lines.set(line, [...(lines.get(line) ?? []), caller]);
      }
    }
    found.push(...[...lines].map(([line, callers]) => `${question}: ${line} <${callers.join(" ")}>`));
  }
  return found;
}
