//! Findings as SARIF 2.1.0, which code review reads.

use serde_json::{Value, json};

use crate::content::{Code, Finding, Severity};

/// The findings as one run of a SARIF log.
#[must_use]
pub fn sarif(findings: &[Finding]) -> Value {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "bolt check",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.word(),
        "shortDescription": { "text": code.what() },
        "fullDescription": { "text": code.why() },
        "help": { "text": code.why() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(finding: &Finding) -> Value {
    let text = [finding.message.as_str()].into_iter().chain(finding.notes.iter().map(String::as_str));
    let text = text.chain([finding.remedy.as_str()]).collect::<Vec<_>>().join("\n");
    let rule = Code::ALL.iter().position(|code| code.word() == finding.code);
    let place = Place { file: &finding.file, line: finding.line, column: finding.column, width: finding.width };
    let related = (1..).zip(&finding.related).map(|(id, other)| {
        let place = Place { file: &other.file, line: other.line, column: other.column, width: other.width };
        let mut location = place.location();
        location["id"] = json!(id);
        location["message"] = json!({ "text": other.message });
        location
    });
    json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [place.location()],
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

struct Place<'f> {
    file: &'f str,
    line: usize,
    column: usize,
    width: usize,
}

impl Place<'_> {
    fn location(&self) -> Value {
        let artifact = json!({ "uri": uri(self.file), "uriBaseId": "%SRCROOT%" });
        // A finding about a file as a whole is shown at its beginning.
        let (line, column) = (self.line.max(1), self.column.max(1));
        let region = json!({ "startLine": line, "startColumn": column, "endColumn": column + self.width });
        json!({ "physicalLocation": { "artifactLocation": artifact, "region": region } })
    }
}

/// A path as a relative URI: editors name files with spaces and accents.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::File;

    /// The keys that the schema of SARIF 2.1.0 has for an object, as far as we write any, and those that it requires.
    #[track_caller]
    fn has(object: &Value, allowed: &[&str], required: &[&str]) {
        let object = object.as_object().unwrap();
        assert!(object.keys().all(|key| allowed.contains(&key.as_str())), "{object:?}");
        assert!(required.iter().all(|key| object.contains_key(*key)), "{object:?}");
    }

    /// What the schema asks of a log.
    fn conforms(log: &Value) {
        has(log, &["$schema", "version", "runs"], &["version", "runs"]);
        let run = &log["runs"][0];
        has(run, &["tool", "columnKind", "results"], &["tool"]);
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let driver = &run["tool"]["driver"];
        has(driver, &["name", "semanticVersion", "rules"], &["name"]);
        let levels = ["none", "note", "warning", "error"];
        for rule in driver["rules"].as_array().unwrap() {
            let keys = ["id", "shortDescription", "fullDescription", "help", "defaultConfiguration"];
            has(rule, &keys, &["id"]);
            keys[1..4].iter().for_each(|key| has(&rule[*key], &["text"], &["text"]));
            assert!(levels.contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
        }
        for result in run["results"].as_array().unwrap() {
            has(result, &["ruleId", "ruleIndex", "level", "message", "locations", "relatedLocations"], &["message"]);
            has(&result["message"], &["text"], &["text"]);
            assert!(levels.contains(&result["level"].as_str().unwrap()));
            let related = result["relatedLocations"].as_array().unwrap();
            for location in result["locations"].as_array().unwrap().iter().chain(related) {
                has(location, &["id", "message", "physicalLocation"], &[]);
                let place = &location["physicalLocation"];
                has(place, &["artifactLocation", "region"], &["artifactLocation"]);
                has(&place["artifactLocation"], &["uri", "uriBaseId"], &[]);
                let uri = place["artifactLocation"]["uri"].as_str().unwrap();
                assert!(uri.is_ascii() && !uri.contains(' ') && !uri.starts_with('/'), "{uri}");
                let region = &place["region"];
                has(region, &["startLine", "startColumn", "endColumn"], &[]);
                assert!(["startLine", "startColumn", "endColumn"].iter().all(|key| region[*key].as_u64() >= Some(1)));
            }
        }
    }

    #[test]
    fn a_log_has_what_the_schema_requires() {
        let (one, other) = (File::new("intents/à b.yaml", "x: y\n"), File::new("b.yaml", "\nz: y\n"));
        let finding = Finding::at(Code::SimilarExamples, &one, 3..4, "m", "r").note("n").related(&other, 1..2, "o");
        let log = sarif(&[finding, Finding::of_file(Code::MissingFile, "x.yaml", "m", "r")]);
        insta::assert_json_snapshot!(log["runs"][0]["results"]);
        assert_eq!(log["version"], "2.1.0");
        conforms(&log);
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), Code::ALL.len());
        for result in log["runs"][0]["results"].as_array().unwrap() {
            assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
        }
    }
}
