//! Reads `knowledge/facts/`.

use std::collections::HashSet;

use super::{
    code::Code,
    fields::{Fields, root},
    finding::{Report, suggest},
    names, problems,
    yaml::{Kind, Node},
};
use crate::{
    domain::{AccountType, Role, SupportPlan},
    support::{
        Channel, ChannelKind, Country, CountryCode, Facts, Grant, Localized, PhoneEntry, PhoneNumber, Plan, Priority,
        ServiceClock,
    },
};

/// The files of facts, in the order in which they are read.
pub(super) const FACT_FILES: [&str; 7] =
    ["plans.yaml", "channels.yaml", "priorities.yaml", "countries.yaml", "phone.yaml", NAMES_FILE, PROBLEMS_FILE];
/// The file of what people call the values of the others.
pub(super) const NAMES_FILE: &str = "names.yaml";
/// The file of problems as people tell them. Without it no problem is held against the priorities.
pub(super) const PROBLEMS_FILE: &str = "problems.yaml";

/// Reads one of [`FACT_FILES`] into the facts. Those that are there already are `whole` where no file before it had an
/// error; only then is something wrong that they do not have.
pub(super) fn read(name: &str, report: &Report<'_>, facts: &mut Facts, whole: bool) {
    let Some(node) = root(report, 0..report.file.text.len()) else { return };
    match name {
        "plans.yaml" => {
            facts.plans = list(&node, "plans", &["plans"], report, plan, |plan| plan.id.word().to_owned());
            every_plan(facts, &node, report);
        }
        "channels.yaml" => {
            facts.channels = list(&node, "channels", &["channels"], report, channel, |channel| channel.id.clone());
        }
        "priorities.yaml" => {
            facts.priorities =
                list(&node, "priorities", &["priorities"], report, priority, |priority| priority.id.clone());
        }
        "countries.yaml" => {
            facts.countries =
                list(&node, "countries", &["countries"], report, country, |country| country.code.to_string());
        }
        "phone.yaml" => {
            let read = |node: &Node, report: &Report<'_>| phone(node, whole.then_some(&*facts), report);
            facts.phone = list(&node, "phone", &["phone"], report, read, |entry| entry.country.to_string());
        }
        NAMES_FILE => names::read(&node, report, facts, whole),
        PROBLEMS_FILE => problems::read(&node, report, facts, whole),
        _ => report.file(Code::UnusedFile, format!("no facts are read from `{name}`"), suggest(name, FACT_FILES)),
    }
}

fn list<T>(
    node: &Node,
    key: &'static str,
    allowed: &'static [&'static str],
    report: &Report<'_>,
    read: impl Fn(&Node, &Report<'_>) -> Option<T>,
    id: impl Fn(&T) -> String,
) -> Vec<T> {
    let items = Fields::of(node, "the file", allowed, report).and_then(|fields| fields.need(key, report));
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for item in items.map_or(&[][..], |items| items.items(report)) {
        let Some(value) = read(item, report) else { continue };
        let id = id(&value);
        if seen.insert(id.clone()) {
            all.push(value);
        } else {
            report.at(Code::DuplicateId, &item.span, format!("`{id}` stands here twice"), "keep one of them");
        }
    }
    all
}

fn every_plan(facts: &Facts, node: &Node, report: &Report<'_>) {
    // Where there is no list of plans, that is told, and each of them is no further mistake.
    if !matches!(&node.kind, Kind::Map(entries) if entries.iter().any(|(key, _)| key.text == "plans")) {
        return;
    }
    for id in SupportPlan::ALL.iter().filter(|id| facts.plan(**id).is_none()) {
        let message = format!("the support plan `{}` is missing", id.word());
        report.at(Code::MissingKey, &node.span, message, "add it with its `id` and `name`");
    }
}

fn plan(node: &Node, report: &Report<'_>) -> Option<Plan> {
    let fields = Fields::of(node, "the plan", &["id", "name"], report)?;
    let id = fields
        .need("id", report)
        .and_then(|id| id.word_of("support plan", SupportPlan::ALL.iter().map(|plan| plan.word()), report));
    let name = fields.need("name", report).and_then(|name| name.text(report));
    Some(Plan { id: id?, name: name?.text })
}

fn channel(node: &Node, report: &Report<'_>) -> Option<Channel> {
    const KINDS: [(&str, ChannelKind); 5] = [
        ("self_service", ChannelKind::SelfService),
        ("live", ChannelKind::Live),
        ("ticket", ChannelKind::Ticket),
        ("phone", ChannelKind::Phone),
        ("service", ChannelKind::Service),
    ];
    let fields = Fields::of(node, "the channel", &["id", "kind", "always_open", "name", "under"], report)?;
    let id = fields.need("id", report).and_then(|id| id.text(report));
    let kind = fields.need("kind", report).and_then(|kind| kind.one_of("kind of channel", &KINDS, report));
    let always_open = fields.get("always_open").and_then(|flag| flag.flag(report)).unwrap_or_default();
    let name = fields.need("name", report).and_then(|name| words(name, report));
    let under = fields.need("under", report).map(|under| grants(under, report)).unwrap_or_default();
    Some(Channel { id: id?.text, kind: kind?, always_open, name: name?, under })
}

fn grants(node: &Node, report: &Report<'_>) -> Vec<(SupportPlan, Grant)> {
    const PLANS: [&str; 3] = ["access", "premier", "premier_plus"];
    let Some(fields) = Fields::of(node, "the plans of a channel", &PLANS, report) else { return Vec::new() };
    let granted = |plan: &SupportPlan| Some((*plan, grant(fields.get(plan.word())?, report)?));
    SupportPlan::ALL.iter().filter_map(granted).collect()
}

fn grant(node: &Node, report: &Report<'_>) -> Option<Grant> {
    let fields = Fields::of(node, "what a plan grants", &["roles", "account_types"], report)?;
    let words = |key| fields.need(key, report).map_or(&[][..], |list| list.items(report));
    let role = |node: &Node| node.word_of("role", Role::ALL.iter().map(|role| role.word()), report);
    let roles: Vec<Role> = words("roles").iter().filter_map(role).collect();
    let kinds = || AccountType::ALL.iter().map(|kind| kind.word());
    let account_type = |node: &Node| node.word_of("account type", kinds(), report);
    let account_types: Vec<AccountType> = words("account_types").iter().filter_map(account_type).collect();
    Some(Grant { roles, account_types })
}

fn priority(node: &Node, report: &Report<'_>) -> Option<Priority> {
    const KEYS: [&str; 7] = ["id", "name", "first_response_hours", "restoration_hours", "clock", "what", "coverage"];
    const CLOCKS: [(&str, ServiceClock); 2] =
        [("always", ServiceClock::Always), ("business_hours", ServiceClock::BusinessHours)];
    let fields = Fields::of(node, "the priority", &KEYS, report)?;
    let id = fields.need("id", report).and_then(|id| id.text(report));
    let name = fields.need("name", report).and_then(|name| name.text(report));
    let first = fields.need("first_response_hours", report).and_then(|hours| hours.number(report));
    let restoration_hours = fields.get("restoration_hours").and_then(|hours| hours.number(report));
    let clock = fields.need("clock", report).and_then(|clock| clock.one_of("clock", &CLOCKS, report));
    let what = fields.need("what", report).and_then(|what| words(what, report));
    let coverage = fields.need("coverage", report).and_then(|coverage| words(coverage, report));
    Some(Priority {
        id: id?.text,
        name: name?.text,
        first_response_hours: first?,
        restoration_hours,
        clock: clock?,
        what: what?,
        coverage: coverage?,
    })
}

fn country(node: &Node, report: &Report<'_>) -> Option<Country> {
    let fields =
        Fields::of(node, "the country", &["code", "name", "calling", "area_codes", "cities", "other"], report)?;
    let code = fields.need("code", report).and_then(|code| country_code(code, report));
    let name = fields.need("name", report).and_then(|name| words(name, report));
    let texts = |node: &Node| node.texts(report).into_iter().map(|text| text.text).collect();
    let other = fields.get("other").and_then(|other| other.localized(false, report, |node| Some(texts(node))));
    let calling = fields.get("calling").and_then(|calling| calling.number(report)).map(|number| number.to_string());
    let listed = |key| fields.get(key).map(texts).unwrap_or_default();
    let (area_codes, cities) = (listed("area_codes"), listed("cities"));
    Some(Country { code: code?, name: name?, calling, area_codes, cities, other: other.unwrap_or_default() })
}

fn phone(node: &Node, facts: Option<&Facts>, report: &Report<'_>) -> Option<PhoneEntry> {
    let fields = Fields::of(node, "the entry", &["country", "numbers"], report)?;
    let code_node = fields.need("country", report);
    let code = code_node.and_then(|code| country_code(code, report));
    if let (Some(code), Some(node), Some(facts)) = (code, code_node, facts)
        && facts.country(code).is_none()
    {
        let message = format!("`{code}` is not in countries.yaml, so nobody could name it");
        report.at(Code::UnknownValue, &node.span, message, "add the country there");
    }
    let numbers = fields.need("numbers", report).map_or(&[][..], |numbers| numbers.items(report));
    Some(PhoneEntry {
        country: code?,
        numbers: numbers.iter().filter_map(|number| phone_number(number, report)).collect(),
    })
}

/// Whether somebody could dial it: a comma for a dot, and callers end up somewhere else.
fn is_diallable(number: &str) -> bool {
    number.chars().filter(char::is_ascii_digit).count() >= 5
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ' | '-' | '+'))
}

fn phone_number(node: &Node, report: &Report<'_>) -> Option<PhoneNumber> {
    let fields = Fields::of(node, "the number", &["number", "menu"], report)?;
    let number = fields.need("number", report).and_then(|number| number.text(report));
    if let Some(number) = number.as_ref().filter(|number| !is_diallable(&number.text)) {
        let remedy = "write digits, dots, spaces, hyphens and a plus, nothing else";
        report.at(Code::WrongType, &number.span, "this is no phone number", remedy);
    }
    let menu = fields.get("menu").and_then(|menu| menu.number(report));
    Some(PhoneNumber { number: number?.text, menu })
}

fn country_code(node: &Node, report: &Report<'_>) -> Option<CountryCode> {
    let text = node.text(report)?;
    let code = CountryCode::new(&text.text);
    if code.is_none() {
        let message = format!("`{}` is no country code", text.text);
        report.at(Code::UnknownValue, &text.span, message, "write the two capital letters of ISO 3166-1, like `CH`");
    }
    code
}

pub(super) fn words(node: &Node, report: &Report<'_>) -> Option<Localized<String>> {
    node.localized(true, report, |node| node.text(report).map(|text| text.text))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::{
        content::Files,
        domain::{Language, Standing},
    };

    fn shipped() -> Facts {
        let files = Files::embedded();
        let found = RefCell::new(Vec::new());
        let mut facts = Facts::default();
        for name in FACT_FILES {
            let file = files.files.iter().find(|file| file.path == format!("knowledge/facts/{name}")).unwrap();
            read(name, &Report::new(file, &found), &mut facts, true);
        }
        assert_eq!(found.into_inner(), []);
        facts
    }

    /// Who has what, written down a second time from the support guidelines, in another form than the data.
    fn oracle(channel: &str, standing: &Standing) -> bool {
        use AccountType as A;
        let licensed = !matches!(standing.role, Role::Member | Role::Admin);
        let licensed_admin = matches!(standing.role, Role::LicensedAdmin | Role::Owner);
        let paid = standing.account_type != A::Free;
        let premier = standing.support_plan != SupportPlan::Access;
        let plus = standing.support_plan == SupportPlan::PremierPlus;
        let may_phone_on_access = matches!(standing.account_type, A::Business | A::Enterprise | A::Education | A::Api);
        match channel {
            "help_center" | "bolt" | "community" => true,
            "live_chat" | "ticket" => paid && (licensed || !premier && standing.role == Role::Admin),
            "phone" => paid && if premier { licensed } else { licensed_admin && may_phone_on_access },
            "priority_response" => paid && premier,
            "direct_level_2" => paid && premier && licensed_admin,
            "automated_escalation" | "technical_account_manager" => paid && plus,
            other => panic!("nobody thought of {other}"),
        }
    }

    #[test]
    fn everybody_has_exactly_what_the_guidelines_give_them() {
        let facts = shipped();
        let mut cells = 0;
        for account_type in AccountType::ALL {
            for role in Role::ALL {
                for support_plan in SupportPlan::ALL {
                    let standing = Standing { account_type: *account_type, role: *role, support_plan: *support_plan };
                    let entitlements = facts.entitlements(&standing);
                    for channel in &facts.channels {
                        let has = entitlements.has(&channel.id);
                        assert_eq!(has, oracle(&channel.id, &standing), "{} for {standing:?}", channel.id);
                        cells += 1;
                    }
                }
            }
        }
        assert_eq!(cells, 6 * 5 * 3 * 10);
    }

    #[test]
    fn the_phone_directory_is_complete() {
        let facts = shipped();
        assert_eq!(facts.phone.len(), 17);
        let numbers = |code| facts.phone_of(CountryCode::new(code).unwrap()).map(|entry| entry.written(Language::En));
        assert_eq!(numbers("CH").as_deref(), Some("+41.31.5607204 ext. 2 or +41.0800117799 ext. 2"));
        assert_eq!(numbers("HK").as_deref(), Some("+852.3002.3757"));
        assert_eq!(numbers("JP").as_deref(), Some("+81 120427732 or +81 0053.132.0070 ext. 2"));
        assert_eq!(numbers("PL"), None);
        assert_eq!(facts.phone_table(Language::It).lines().count(), 19);
        assert!(facts.phone_countries(Language::En).ends_with("Switzerland, the United Kingdom and the United States"));
    }

    #[test]
    fn priorities_keep_their_times() {
        let facts = shipped();
        let times: Vec<_> =
            facts.priorities.iter().map(|p| (p.name.as_str(), p.first_response_hours, p.restoration_hours)).collect();
        assert_eq!(times, [("P1", 1, Some(4)), ("P2", 4, Some(8)), ("P3", 24, None), ("P4", 24, None)]);
    }

    #[test]
    fn names_lead_to_values() {
        let facts = shipped();
        let lexicon = crate::language::Lexicon::build(facts.surfaces().into_iter());
        let values = |text: &str, language| -> Vec<String> {
            let found = lexicon.find(&crate::language::Utterance::read(text), language);
            found.into_iter().map(|entity| format!("{}={}", entity.kind, entity.value)).collect()
        };
        for (text, language, expected) in [
            ("the number in Switzerland?", Language::En, "country=CH"),
            ("il numero per la Svizzera", Language::It, "country=CH"),
            ("dial +49 from home", Language::En, "country=DE"),
            ("number for DE please", Language::En, "country=DE"),
            ("priority one", Language::En, "priority=p1"),
            ("priorità due", Language::It, "priority=p2"),
            ("prioridad 3", Language::Es, "priority=p3"),
            ("sev4", Language::En, "priority=p4"),
            ("Premier+", Language::En, "plan=premier_plus"),
            ("premier più", Language::It, "plan=premier_plus"),
            ("premier", Language::Es, "plan=premier"),
            ("tel 0041", Language::It, "country=CH"),
            ("number in Tokyo", Language::En, "country=JP"),
            ("prio 2", Language::En, "priority=p2"),
            ("todo caído", Language::Es, "priority=p1"),
            ("licensed admins", Language::En, "role=licensed_admin"),
            ("un account a pagamento", Language::It, "account_type=pro,business,enterprise,education,api"),
            ("el lunes", Language::Es, "time=monday"),
            ("is the hotline open", Language::En, "channel=phone"),
        ] {
            assert_eq!(values(text, language), [expected], "{text}");
        }
        for (text, language) in [
            ("can you help us with it", Language::En),
            ("I cannot access my account", Language::En),
            ("our IT team and the meeting ID", Language::En),
            ("NO", Language::En),
            ("p due", Language::It),
        ] {
            assert_eq!(values(text, language), Vec::<String>::new(), "{text}");
        }
    }
}
