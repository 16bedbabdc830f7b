//! Names are resolved, and what is not written is there.

use super::{Data, IndexOrigin, Named, Origin, TypeKind};
use crate::evaluate::evaluate;
use crate::model::build;
use crate::source::MemoryFiles;
use crate::vocabulary::data::Related;

/// The data of a schema, and what was said about it.
fn read(schema: &str) -> (Data, Vec<String>) {
    let text = format!("export const data = defineData({{ schema: {schema} }});");
    let files = MemoryFiles::default().with("backend.amp", &text);
    let evaluation = evaluate(&files, "backend.amp").expect("the file is there");
    assert!(evaluation.diagnostics.is_empty(), "{:?}", evaluation.diagnostics);
    let (backend, found) = build(&evaluation.program, &evaluation.sources);
    let told = found.into_iter().map(|finding| finding.message);
    (backend.data.expect("data"), told.filter(|told| !told.contains("not compiled yet")).collect())
}

fn fields(data: &Data, model: &str) -> Vec<String> {
    let Some(Named::Model(id)) = data.named(model) else { panic!("no model {model}") };
    let field = |field: &super::Field| {
        let name = data.type_name(field.kind);
        let one = format!("{name}{}", if field.many.required { "!" } else { "" });
        let kind = match field.many.list {
            Some(required) => format!("[{one}]{}", if required { "!" } else { "" }),
            None => one,
        };
        format!("{}: {kind}", field.name.value)
    };
    data.model(id).fields.iter().map(field).collect()
}

#[test]
fn models_have_what_is_written_and_what_comes_by_itself() {
    let (data, told) = read(
        "a.schema({
          Post: a.model({
            title: a.string().required(),
            tags: a.string().required().array().required(),
            status: a.enum(['DRAFT', 'DONE']),
            meta: a.customType({ level: a.enum(['A']), where: a.ref('Place').required() }),
            comments: a.hasMany('Comment', 'postId'),
          }).authorization((allow) => allow.owner()),
          Comment: a.model({ postId: a.id(), post: a.belongsTo('Post', 'postId'), createdAt: a.datetime() })
            .identifier(['postId', 'createdAt'])
            .secondaryIndexes((index) => [index('postId').sortKeys(['createdAt', 'status'])]),
          Place: a.customType({ x: a.float() }),
        }).authorization((allow) => [allow.ownersDefinedIn('editors'), allow.group('ADMINS').to(['read'])])",
    );
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(
        fields(&data, "Post"),
        [
            "title: String!",
            "tags: [String!]!",
            "status: PostStatus",
            "meta: PostMeta",
            "comments: [Comment]",
            "id: ID!",
            "createdAt: AWSDateTime!",
            "updatedAt: AWSDateTime!",
            "owner: String"
        ]
    );
    assert_eq!(
        fields(&data, "Comment"),
        ["postId: ID", "post: Post", "createdAt: AWSDateTime", "updatedAt: AWSDateTime!", "editors: String"]
    );
    let types: Vec<&str> = data.types.iter().map(|it| it.name.value.as_str()).collect();
    assert_eq!(types, ["Place", "PostMeta"]);
    let words: Vec<&str> = data.enumerations.iter().map(|it| it.name.value.as_str()).collect();
    assert_eq!(words, ["PostStatus", "PostMetaLevel"]);
    let [post, comment] = &data.models[..] else { panic!("two models") };
    assert_eq!(post.field("owner").expect("a field").origin, Origin::Rule);
    assert_eq!((post.key.partition.as_str(), comment.key.sort_attribute().as_deref()), ("id", Some("createdAt")));
    let relation = post.field("comments").and_then(|field| field.relation.as_ref()).expect("a relation");
    assert_eq!(relation.kind.value, Related::HasMany);
    assert_eq!(relation.counterpart.as_deref(), Some("post"));
    assert_eq!(relation.index.as_deref(), Some("gsi-Post.comments"));
    let names: Vec<&str> = comment.indexes.iter().map(|index| index.name.as_str()).collect();
    assert_eq!(names, ["commentsByPostIdAndCreatedAtAndStatus", "gsi-Post.comments"]);
    assert_eq!(comment.indexes[0].key.sort_attribute().as_deref(), Some("createdAt#status"));
    assert_eq!(comment.indexes[0].query.as_deref(), Some("listCommentByPostIdAndCreatedAtAndStatus"));
    assert!(matches!(comment.indexes[1].origin, IndexOrigin::Relation(..)));
}

#[test]
fn operations_know_their_handlers_and_results() {
    let (data, told) = read(
        "a.combine([
          a.schema({
            say: a.query().arguments({ text: a.string().required() }).returns(a.string().array())
              .handler(a.handler.function(defineFunction({ name: 'say' }))).authorization((allow) => allow.publicApiKey()),
            later: a.mutation().handler(a.handler.function('known').async()),
            mine: a.query().returns(a.ref('Post')).handler([a.handler.custom({ entry: './mine.js', dataSource: a.ref('Post') })]),
            told: a.subscription().for(a.ref('Post').mutations(['create', 'delete'])).handler(a.handler.custom({ entry: '../x.js' })),
          }),
          a.schema({ Post: a.model({ at: a.timestamp().default(3) }) }).authorization((allow) => allow.guest()),
        ])",
    );
    assert_eq!(told, Vec::<String>::new());
    let [say, later, mine, heard] = &data.operations[..] else { panic!("four operations") };
    assert_eq!(say.returns.as_ref().expect("a type").many.list, Some(false));
    assert_eq!(data.type_name(later.returns.as_ref().expect("a type").kind), "EventInvocationResponse");
    assert!(matches!(mine.returns.as_ref().expect("a type").kind, TypeKind::Model(_)));
    let super::Handler::Custom { entry: Some(entry), source: Some(super::HandlerSource::Model(_, Some(_))), .. } =
        &mine.handlers.as_ref().expect("handlers").value[0]
    else {
        panic!("a resolver on a model")
    };
    assert_eq!(entry.value, "mine.js");
    assert!(matches!(heard.sources.as_ref().expect("sources").value[0].of, Some(Named::Model(_))));
    assert!(data.rules_of(&data.models[0]).is_some());
    assert!(data.rules_of_operation(mine).is_none(), "each part has its own rules");
}

#[test]
fn what_is_broken_hides_nothing_else() {
    let (data, told) = read(
        "a.schema({
          A: a.model({ x: a.strin(), y: a.integer() }).authorization((allow) => [allow.owner()]),
          B: a.modell({ z: a.string() }),
          C: a.model({ b: a.belongsTo('B', 'bId'), bad: a.enum('X'), ok: a.boolean().required().required() }),
          D: a.conversation({ aiModel: a.ai.model('x') }),
          E: a.model({ when: a.date().default() }).identifer(['when']),
        })",
    );
    assert_eq!(
        told,
        [
            "`a` has no method `strin`",
            "`a` has no method `modell`",
            "`enum` is a list, not a string",
            "`.required(...)` is called twice",
            "`a.conversation` is not supported",
            "`a.model` has no method `identifer`",
        ]
    );
    assert_eq!(data.models.len(), 2);
    assert!(data.knows("B") && data.named("B").is_none());
    assert!(!data.whole);
}
