// What a program does with the emitted functions. Each line below `@ts-expect-error` must be refused.
import * as admin from "$amplify/admin/AdminQueries";
import { getUser, listUsers, type User } from "$amplify/admin/helpdesk";
import type { Group, NamedGroup } from "$amplify/admin/AdminQueries";

const ann = { username: "ann" };
const member = { ...ann, groupname: "EDITORS" };

export async function everything(): Promise<string[]> {
  const done = [
    admin.addUserToGroup(member),
    admin.removeUserFromGroup(member),
    admin.confirmUserSignUp(ann),
    admin.disableUser(ann),
    admin.enableUser(ann),
    admin.signUserOut(ann),
  ];
  const user: User = await getUser(ann);
  const attributes = user.UserAttributes?.map(({ Name, Value }) => `${Name}: ${Value ?? ""}`) ?? [];
  let token: string | undefined;
  const names: string[] = [];
  do {
    const page = await listUsers({ limit: 10, token });
    names.push(...page.Users.map((listed) => listed.Username + (listed.Enabled === false ? " (disabled)" : "")));
    token = page.NextToken;
  } while (token !== undefined);
  const groups: Group[] = (await admin.listGroups()).Groups;
  const own: NamedGroup[] = (await admin.listGroupsForUser({ ...ann, limit: 5 })).Groups;
  const { Users } = await admin.listUsersInGroup({ groupname: "EDITORS" });
  const messages = (await Promise.all(done)).map(({ message }) => message);
  return [...attributes, ...names, ...[...groups, ...own].map((it) => it.GroupName), ...Users.map((it) => it.Username), ...messages];
}

export function mistakes(): void {
  // @ts-expect-error a group is needed
  void admin.addUserToGroup(ann);
  // @ts-expect-error nothing of that name
  void admin.disableUser({ user: "ann" });
  // @ts-expect-error a text
  void admin.disableUser({ username: 1 });
  // @ts-expect-error a number
  void admin.listUsers({ limit: "10" });
  // @ts-expect-error it has no pages
  void admin.getUser({ username: "ann", limit: 10 });
  // @ts-expect-error which group?
  void admin.listUsersInGroup({});
  // @ts-expect-error there is no such route
  void admin.deleteUser(ann);
  // @ts-expect-error a user's groups come without it
  void admin.listGroupsForUser(ann).then((page) => page.Groups[0]?.Precedence);
  // @ts-expect-error it says what was done, and no more
  void admin.enableUser(ann).then((done) => done.Username);
}
