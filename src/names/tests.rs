use super::stacks::{ATTRIBUTES, STACK};
use super::*;

#[test]
fn ids_are_readable() {
    assert_eq!(function("add-user to_group").as_str(), "AddUserToGroupFunction");
    assert_eq!(parameter("AMPLIFY_AUTH_USERPOOL_ID").as_str(), "AmplifyAuthUserpoolIdParameter");
    assert_eq!(group("ADMINS").as_str(), "ADMINSGroup");
    assert_eq!(group_role("1team").as_str(), "1teamGroupRole");
    assert_eq!(group("編集者").as_str(), "U7DE8U96C6U8005Group");
    assert_eq!(group("--").as_str(), "U2DU2DGroup");
    assert_eq!(function_schedule("f", "cron(0 9 ? * 2-6 *)", "UTC").as_str(), "FFunctionSchedule0x9xAnyxAllx2To6xAll");
}

#[test]
fn routes_are_called_by_method_and_path() {
    let id = |path: &str| http_api_route("shop", "get", path).as_str().to_owned();
    assert_eq!(id("/items"), "ShopGetItemsHttpApiRoute");
    assert_eq!(id("/items/{id}"), "ShopGetItemsByIdHttpApiRoute");
    assert_eq!(id("/items/{proxy+}"), "ShopGetItemsBelowHttpApiRoute");
    assert_eq!(id("/{proxy+}"), "ShopGetBelowHttpApiRoute");
    assert_eq!(id("/"), "ShopGetHttpApiRoute");
    assert_eq!(id("/foo-bar"), "ShopGetFooU2DBarHttpApiRoute");
    assert_ne!(id("/foo/bar"), id("/foo-bar"));
}

#[test]
fn no_suffix_ends_in_another_and_no_fixed_id_in_a_suffix() {
    let suffixes: Vec<&str> =
        SUFFIXES.iter().copied().chain([PARAMETER, RESOLVER, STACK]).chain(HTTP_API_PARTS).collect();
    for (at, suffix) in suffixes.iter().enumerate() {
        for (other_at, other) in suffixes.iter().enumerate() {
            assert!(at == other_at || !other.ends_with(suffix), "{other} ends in {suffix}");
        }
        for id in FIXED {
            assert!(!id.ends_with(suffix), "{id} ends in {suffix}");
        }
    }
}

#[test]
fn stacks_are_told_apart_by_their_names() {
    let model = |name: &str| Stack::Model(name.to_owned());
    assert_eq!(model("Article").id().expect("an ID").as_str(), "ModelArticleStack");
    assert_eq!(model("Article").file(), "stacks/ModelArticle.json");
    assert_eq!(Stack::Relations("blog_post".to_owned()).file(), "stacks/RelationsBlogPost.json");
    assert_eq!(Stack::Operations.id().expect("an ID").as_str(), "OperationsStack");
    assert_eq!((Stack::Root.id(), Stack::Root.file()), (None, "template.json".to_owned()));
    assert_eq!(model_clashes(["Todo", "Blog_Post", "TODO", "BlogPost", "Todo"]), [(0, 2), (1, 3)]);
}

/// What crosses is called by ID and attribute. The attributes are words of AWS, so that two such names could be equal
/// only if one ending (a suffix, or a suffix with an attribute) ended in another.
#[test]
fn what_goes_from_stack_into_stack_is_told_apart() {
    let with_attributes = |id: &str| -> Vec<String> {
        let attributes = ATTRIBUTES.iter().copied();
        std::iter::once("").chain(attributes).map(|attribute| format!("{id}{attribute}")).collect()
    };
    let suffixes = SUFFIXES.iter().copied().chain([PARAMETER, RESOLVER]).chain(HTTP_API_PARTS);
    let endings: Vec<String> = suffixes.flat_map(with_attributes).chain([STACK.to_owned()]).collect();
    let fixed: Vec<String> = FIXED.iter().copied().flat_map(with_attributes).collect();
    for (at, ending) in endings.iter().enumerate() {
        for (other_at, other) in endings.iter().enumerate() {
            assert!(at == other_at || !other.ends_with(ending), "{other} ends in {ending}");
        }
        for id in &fixed {
            assert!(!id.ends_with(ending), "{id} ends in {ending}");
        }
    }
    assert_eq!(fixed.iter().collect::<std::collections::BTreeSet<_>>().len(), fixed.len());
    assert_eq!(crossing("ArticleTable", Some("Arn")).as_str(), "ArticleTableArn");
    assert_eq!(crossing("AWS::StackName", None).as_str(), "AWSStackName");
}

#[test]
fn long_names_stay_within_the_limit_and_apart() {
    let long = |last: &str| "\u{10FFFF}".repeat(127) + last;
    let (a, b) = (function_user_pool_permission(&long("a")), function_user_pool_permission(&long("b")));
    assert_ne!(a, b);
    assert!(a.as_str().len() <= 255, "{}", a.as_str().len());
}

#[test]
fn clashes_are_found() {
    assert_eq!(clashes(["foo-bar", "x", "fooBar", "foo-bar"]), [(0, 2)]);
    assert_eq!(clashes(["Foo", "foo"]), [(0, 1)]);
    assert!(clashes(["FOO", "foo"]).is_empty());
    assert_eq!(folder_clashes(["FOO", "foo-bar", "foo", "FOO"]), [(0, 2)]);
    assert!(clashes(["a", "b", "a"]).is_empty());
}

#[test]
fn variables_of_named_auth() {
    assert_eq!(user_pool_variable(None), "AMPLIFY_AUTH_USERPOOL_ID");
    assert_eq!(user_pool_variable(Some("myAuth")), "MY_AUTH_USERPOOL_ID");
    assert_eq!(user_pool_variable(Some("my HTTPAuth-v2")), "MY_HTTP_AUTH_V_2_USERPOOL_ID");
}

/// What the published `@aws-amplify/backend-data` and its `NamingConverter` make of an API's name.
#[test]
fn functions_find_the_api_under_the_names_of_amplify() {
    for (name, told, endpoints) in [
        (None, "amplifyData", &["AMPLIFY_DATA_GRAPHQL_ENDPOINT"][..]),
        (Some("amplifyData"), "amplifyData", &["AMPLIFY_DATA_GRAPHQL_ENDPOINT"]),
        (Some("my data"), "amplifyDatamy data", &["AMPLIFY_DATAMY_DATA_GRAPHQL_ENDPOINT", "MY_DATA_GRAPHQL_ENDPOINT"]),
        (Some("MyApi"), "amplifyDataMyApi", &["AMPLIFY_DATA_MY_API_GRAPHQL_ENDPOINT", "MY_API_GRAPHQL_ENDPOINT"]),
    ] {
        assert_eq!(
            (data_name(name).as_str(), &data_endpoint_variables(name)[..]),
            (told, &endpoints.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()[..]),
            "{name:?}"
        );
    }
}
