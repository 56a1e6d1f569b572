//! How the three languages refuse: "don't get me an agent", "non mi serve un operatore", "nada de tickets".

/// How one language refuses: a negation, some small words, and the wish that is turned round.
struct Refusal {
    negations: &'static [&'static str],
    between: &'static [&'static str],
    wishes: &'static [&'static str],
}

/// Each language's ways, in normalised words. That somebody *can't* reach an agent is no refusal, so what cannot be is
/// not among the negations.
const REFUSALS: [Refusal; 9] = [
    Refusal {
        negations: &["don t", "dont", "do not", "wouldn t", "wouldnt", "would not", "won t", "never", "no need"],
        between: &["really", "actually", "even", "ever", "please", "yet", "still", "just", "me", "wanna"],
        wishes: &[
            "want", "need", "like", "wish", "care", "give", "send", "connect", "transfer", "forward", "escalate",
            "call", "get me", "get us", "put me", "pass me", "hand me", "bring", "involve", "contact", "open",
            "create", "raise", "file", "start", "to talk", "to speak", "for", "of", "to",
        ],
    },
    Refusal {
        negations: &["didn t", "didnt", "did not", "never"],
        between: &["even", "ever", "really", "actually"],
        wishes: &[
            "ask",
            "asked",
            "want",
            "wanted",
            "request",
            "requested",
            "order",
            "say i want",
            "said i want",
            "said i wanted",
        ],
    },
    Refusal {
        negations: &["not"],
        between: &["really", "actually", "even"],
        wishes: &["asking", "looking", "interested", "requesting", "to talk", "to speak"],
    },
    Refusal {
        negations: &[
            "rather not",
            "prefer not",
            "prefiero no",
            "preferiria no",
            "mejor no",
            "preferisco non",
            "preferirei non",
            "meglio non",
        ],
        between: &[],
        wishes: &[""],
    },
    Refusal {
        negations: &["non"],
        between: &[
            "mi", "ti", "ci", "vi", "ne", "lo", "li", "piu", "mai", "affatto", "per", "favore", "c", "e", "ho",
            "avevo", "abbiamo",
        ],
        wishes: &[
            "voglio",
            "vorrei",
            "vogliamo",
            "volevo",
            "desidero",
            "bisogno",
            "serve",
            "servono",
            "occorre",
            "interessa",
            "intendo",
            "cerco",
            "chiesto",
            "voluto",
            "passarmi",
            "passare",
            "passi",
            "passate",
            "passatemi",
            "chiamare",
            "chiamarmi",
            "chiamate",
            "chiamatemi",
            "trasferirmi",
            "trasferitemi",
            "mettermi",
            "mettetemi",
            "collegarmi",
            "aprire",
            "aprirmi",
            "aprite",
            "apritemi",
            "aprirne",
            "mandarmi",
            "mandatemi",
            "mandate",
            "inviare",
            "disturbare",
            "coinvolgere",
        ],
    },
    Refusal {
        negations: &["no", "nunca", "jamas", "tampoco", "ni"],
        between: &[
            "me", "te", "le", "les", "nos", "os", "lo", "la", "se", "mas", "por", "favor", "he", "habia", "hemos", "ya",
        ],
        wishes: &[
            "quiero",
            "quisiera",
            "queremos",
            "queria",
            "necesito",
            "necesitamos",
            "deseo",
            "interesa",
            "hace falta",
            "busco",
            "pedi",
            "pedido",
            "pase",
            "pases",
            "pasen",
            "pongas",
            "ponga",
            "pongan",
            "mandes",
            "mande",
            "manden",
            "envies",
            "envie",
            "llames",
            "llame",
            "llamen",
            "transfieras",
            "transfiera",
            "conectes",
            "conecte",
            "comuniques",
            "comunique",
            "derives",
            "derive",
            "escales",
            "escale",
            "abras",
            "abra",
            "abran",
            "crees",
            "cree",
            "hace ninguna falta",
            "molestes",
        ],
    },
    Refusal {
        negations: &["who told you to", "who asked you to", "stop", "avoid"],
        between: &["please", "trying", "to"],
        wishes: &[
            "open",
            "opening",
            "raise",
            "raising",
            "create",
            "creating",
            "call",
            "calling",
            "transfer",
            "transferring",
            "connect",
            "connecting",
            "send",
            "sending",
            "offer",
            "offering",
            "get me",
            "getting me",
            "put me",
            "putting me",
            "pass me",
            "passing me",
        ],
    },
    Refusal {
        negations: &[
            "evita di",
            "evitate di",
            "smetti di",
            "smettila di",
            "chi ti ha detto di",
            "chi vi ha detto di",
            "chi ti ha chiesto di",
        ],
        between: &[],
        wishes: &[
            "passarmi",
            "passare",
            "chiamare",
            "chiamarmi",
            "mettermi",
            "trasferirmi",
            "collegarmi",
            "aprire",
            "aprirmi",
            "mandarmi",
            "propormi",
        ],
    },
    Refusal {
        negations: &[
            "deja de",
            "ni se te ocurra",
            "ni se le ocurra",
            "dejen de",
            "quien te mando",
            "quien te dijo que",
            "quien te pidio",
            "quien te ha dicho que",
            "quien te ha mandado",
        ],
        between: &["a", "que", "me"],
        wishes: &[
            "abrir",
            "abras",
            "abrieras",
            "crear",
            "llamar",
            "pasarme",
            "pasaras",
            "mandarme",
            "ofrecerme",
            "transferirme",
            "ponerme",
        ],
    },
];
/// What a message refuses without a wish: "no agents please", "niente operatore" …
const WITHOUT: [&str; 14] = [
    "no", "not", "not a", "not an", "no more", "without", "nada de", "niente", "nessun", "nessuna", "ningun",
    "ninguna", "sin", "senza",
];
/// … people and what they open.
const REFUSED: [&str; 32] = [
    "agent",
    "agents",
    "human",
    "humans",
    "person",
    "people",
    "operator",
    "ticket",
    "tickets",
    "case",
    "agente",
    "agentes",
    "operatore",
    "operatori",
    "umano",
    "umani",
    "persona",
    "persone",
    "personas",
    "segnalazione",
    "segnalazioni",
    "humano",
    "humanos",
    "asesor",
    "asesores",
    "operador",
    "operadores",
    "incidencia",
    "incidencias",
    "tecnico",
    "rep",
    "reps",
];
/// What may stand after them: "no ticket needed", but not "no ticket was created".
#[rustfmt::skip]
const AFTERWARDS: [&str; 24] = [
    "please", "pls", "thanks", "thank", "you", "now", "here", "today", "needed", "required", "necessary", "per", "favore", "grazie",
    "ora", "adesso", "oggi", "por", "favor", "gracias", "ahora", "hoy", "ok", "bolt",
];
/// "If you don't get me an agent …" refuses nothing, and "why don't you call me" neither.
const CONDITIONS: [&str; 7] = ["if", "unless", "why", "se", "perche", "si", "porque"];
/// So near before the negation.
const CONDITION_REACH: usize = 3;
/// No more small words than these stand between.
const MOST_BETWEEN: usize = 3;
/// Whether a message is no more than what it does not want.
pub(super) fn goes_without(words: &[&str]) -> bool {
    let is_all = |rest: &[&str]| match rest.split_first() {
        Some((thing, further)) => REFUSED.contains(thing) && further.iter().all(|word| AFTERWARDS.contains(word)),
        None => false,
    };
    // "No no, nessuna segnalazione".
    let from = words.iter().take_while(|word| **word == "no").count();
    (0..=from).any(|at| WITHOUT.iter().filter_map(|no| after(&words[at..], no)).any(is_all))
}

/// Whether the words hold a wish that is turned round.
pub(super) fn says_no(words: &[&str]) -> bool {
    (0..words.len()).any(|at| {
        let conditional = words[at.saturating_sub(CONDITION_REACH)..at].iter().any(|word| CONDITIONS.contains(word));
        !conditional && REFUSALS.iter().any(|refusal| refusal.begins(&words[at..]))
    })
}

impl Refusal {
    fn begins(&self, words: &[&str]) -> bool {
        self.negations.iter().filter_map(|negation| after(words, negation)).any(|rest| {
            let between = rest.iter().take(MOST_BETWEEN).take_while(|word| self.between.contains(word)).count();
            // A small word may begin the wish: "no me hace falta".
            (0..=between).any(|skipped| self.wishes.iter().any(|wish| after(&rest[skipped..], wish).is_some()))
        })
    }
}

/// What follows these words, where the text begins with them.
fn after<'w, 't>(text: &'w [&'t str], words: &str) -> Option<&'w [&'t str]> {
    let mut rest = text;
    for word in words.split_terminator(' ') {
        let (first, further) = rest.split_first()?;
        if *first != word {
            return None;
        }
        rest = further;
    }
    Some(rest)
}
