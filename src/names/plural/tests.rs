use super::plural;

#[test]
fn plurals_are_those_of_amplify() {
    for (name, expected) in PLURALS {
        assert_eq!(plural(name), *expected, "{name}");
    }
}

/// Names, and what `pluralize` 8.0.0 gives for them.
#[rustfmt::skip]
const PLURALS: &[(&str, &str)] = &[
    ("P", "PS"), ("API", "APIS"), ("URL", "URLS"), ("aB", "aBS"), ("X", "XES"), ("Bus", "Buses"), ("Axis", "Axes"),
    ("Testis", "Testes"), ("Alias", "Aliases"), ("Status", "Statuses"), ("Virus", "Viri"), ("Gas", "Gases"),
    ("Atlas", "Atlases"), ("Iris", "Irises"), ("Alumnus", "Alumni"), ("Radius", "Radii"), ("Focus", "Foci"),
    ("Alga", "Algae"), ("Seraph", "Seraphim"), ("Hero", "Heroes"), ("Potato", "Potatoes"), ("Agenda", "Agenda"),
    ("Datum", "Data"), ("Data", "Data"), ("Criterion", "Criteria"), ("Phenomenon", "Phenomena"),
    ("Automaton", "Automata"), ("Analysis", "Analyses"), ("Knife", "Knives"), ("Leaf", "Leaves"), ("Loaf", "Loaves"),
    ("Half", "Halves"), ("Shelf", "Shelves"), ("Wolf", "Wolves"), ("Hoof", "Hooves"), ("City", "Cities"),
    ("Money", "Monies"), ("Query", "Queries"), ("Box", "Boxes"), ("Church", "Churches"), ("Class", "Classes"),
    ("Dish", "Dishes"), ("Buzz", "Buzzes"), ("Quiz", "Quizzes"), ("Matrix", "Matrices"), ("Index", "Indices"),
    ("Vertex", "Vertices"), ("Appendix", "Appendices"), ("Mouse", "Mice"), ("Person", "People"),
    ("People", "People"), ("Child", "Children"), ("Children", "Children"), ("Man", "Men"), ("Plateaux", "Plateaux"),
    ("Thou", "You"), ("Ox", "Oxen"), ("Die", "Dice"), ("Foot", "Feet"), ("Goose", "Geese"), ("Tooth", "Teeth"),
    ("Thief", "Thieves"), ("Passerby", "Passersby"), ("Deer", "Deer"), ("Sheep", "Sheep"), ("Chinese", "Chinese"),
    ("Pokemon", "Pokemon"), ("Measles", "Measles"), ("Smallpox", "Smallpox"), ("Carnivorous", "Carnivorous"),
    ("Series", "Series"), ("News", "News"), ("Media", "Media"), ("Equipment", "Equipment"), ("Staff", "Staff"),
    ("Software", "Software"), ("Sewage", "Sewage"), ("Rice", "Rice"), ("Schema", "Schemata"), ("Echo", "Echoes"),
    ("Volcano", "Volcanoes"), ("Stigma", "Stigmata"), ("You", "You"), ("I", "WE"), ("me", "us"), ("He", "They"),
    ("This", "These"), ("That", "Those"), ("Is", "Are"), ("Was", "Were"), ("Has", "Have"), ("café", "café"),
    ("Cliché", "Cliché"), ("CATEGORY", "CATEGORIES"), ("FAQ", "FAQS"), ("SMS", "SMS"), ("ID", "IDS"), ("Ids", "Ids"),
    ("Users", "Users"), ("Posts", "Posts"), ("Settings", "Settings"), ("Address", "Addresses"),
    ("Addresses", "Addresses"), ("Lens", "Lens"), ("Corps", "Corps"), ("Shrimp", "Shrimp"), ("Tuna", "Tuna"),
    ("Traffic", "Traffic"), ("Health", "Health"), ("Energy", "Energy"), ("Mail", "Mail"), ("Music", "Music"),
    ("Audio", "Audio"), ("Videos", "Videos"), ("Homework", "Homework"), ("Criteria", "Criteria"),
    ("Curriculum", "Curricula"), ("Quorum", "Quora"), ("Supply", "Supplies"), ("Spy", "Spies"),
    ("Soliloquy", "Soliloquies"), ("Currency", "Currencies"), ("Tax", "Taxes"), ("Fox", "Foxes"),
    ("Suffix", "Suffixes"), ("Complex", "Complexes"), ("Apex", "Apexes"), ("Helix", "Helixes"), ("Mix", "Mixes"),
    ("Hex", "Hexes"), ("Six", "Sixes"), ("Max", "Maxes"), ("Lynx", "Lynxes"), ("Ax", "Axes"), ("Ibis", "Ibis"),
    ("Pelvis", "Pelvis"), ("Penis", "Penis"), ("Campus", "Campuses"), ("Census", "Censuses"), ("Nexus", "Nexuses"),
    ("Plus", "Pluses"), ("Us", "Us"), ("Foo_s", "Foo_s"), ("s", "s"), ("Ss", "Sses"), ("todos", "todos"),
    ("M", "MS"), ("NoMutations", "NoMutations"), ("NoOnAny", "NoOnAnies"), ("NoReads", "NoReads"),
    ("NoWrites", "NoWrites"), ("T", "TS"), ("Country", "Countries"), ("A", "AS"), ("B", "BS"),
    ("VeryLongModelNameThatGoesOnAndOnAndOnForEverAndEverYes", "VeryLongModelNameThatGoesOnAndOnAndOnForEverAndEverYes"),
    ("Teams", "Teams"), ("ByEditors", "ByEditors"), ("ByGroups", "ByGroups"), ("UserFollows", "UserFollows"),
    ("MealTypes", "MealTypes"), ("DietaryPreferences", "DietaryPreferences"), ("Products", "Products"),
    ("Tickets", "Tickets"), ("Tags", "Tags"), ("Match", "Matches"), ("customFields", "customFields"),
    ("Daily", "Dailies"), ("Summary", "Summaries"), ("PhotoPaths", "PhotoPaths"),
    ("NotificationParticipants", "NotificationParticipants"), ("A1", "A1s"), ("Honey", "Honeys"),
    ("EmailLog", "EmailLogs"), ("Ratio", "Ratios"), ("Edge", "Edges"), ("Journey", "Journeys"),
    ("todoItem", "todoItems"), ("Product", "Products"), ("Stamped", "Stampeds"), ("Tag", "Tags"),
    ("Sensor", "Sensors"), ("Event", "Events"), ("Team", "Teams"), ("KeyRead", "KeyReads"),
    ("ByAuthor", "ByAuthors"), ("Task", "Tasks"), ("ConnoteCharge", "ConnoteCharges"),
    ("PaymentEvent", "PaymentEvents"), ("Caregiver", "Caregivers"), ("Message", "Messages"), ("Form", "Forms"),
    ("Enrichment", "Enrichments"), ("ApplicationPublicRateLimit", "ApplicationPublicRateLimits"),
    ("BoardPermissionRule", "BoardPermissionRules"), ("Follow", "Follows"), ("Block", "Blocks"),
    ("Content", "Contents"), ("Competition", "Competitions"), ("LimitOrder", "LimitOrders"),
    ("FoundationModel", "FoundationModels"), ("EventTicketType", "EventTicketTypes"), ("Friend", "Friends"),
    ("ProjectResource", "ProjectResources"), ("StepReporting", "StepReportings"), ("ChatItem", "ChatItems"),
    ("HostProfile", "HostProfiles"), ("App", "Apps"), ("Table", "Tables"), ("ProductFeaturing", "ProductFeaturings"),
    ("SignupRequest", "SignupRequests"),
];
