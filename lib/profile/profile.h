// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/contenttemplate.h"
#include "profile/deliveryrules.h"
#include "profile/locator.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace hookloupe {

enum class SignatureAlgorithm : quint8 { Hmac, Digest, Token, Basic, RsaPkcs1, RsaPss, Ecdsa, Ed25519, Jws, None };
enum class HashAlgorithm : quint8 { None, Md5, Sha1, Sha256, Sha384, Sha512 };

/// When a scheme, a challenge or a recognition rule applies. Everything that is given must hold.
struct Condition {
    std::vector<QByteArray> methods; ///< any of them; empty: any method
    std::vector<Locator> present;
    std::vector<Locator> absent;
    std::vector<std::pair<Locator, QByteArray>> equal;

    bool isEmpty() const { return methods.empty() && present.empty() && absent.empty() && equal.empty(); }
};

/// How the text of a secret becomes key bytes.
struct KeyRule {
    enum class Encoding : quint8 { Utf8, Hex, Base64, Pem, SpkiBase64, Ed25519Hex, Ed25519Base64, Jwk };

    Encoding encoding = Encoding::Utf8;
    /// Tried when a secret without a prefix of \c strip does not decode, or does not match (Basiq).
    std::optional<Encoding> fallback;
    std::vector<QByteArray> strip; ///< prefixes of the secret that are not part of the key: "whsec_"
    bool isNfkdNormalized = false;
    bool isSha1Derived = false; ///< the key is the SHA-1 of the secret
    std::optional<Locator> select; ///< names the key among several
    QString fetch; ///< where the provider publishes the key: shown to a person, never followed
};

/// Where the signature stands and how it is written.
struct SignatureRule {
    enum class Grammar : quint8 {
        Plain, ///< the value is the signature
        KeyValue, ///< fields: "t=1,v1=abc"; repeats allowed
        List, ///< tagged entries: "v1,abc v1,def"
        Positional, ///< "1614265330,abc,def": names of the leading fields, then signatures
        Numbered, ///< several headers: `from` is the beginning of their names, "x-docusign-signature-" and a number
        Pairs, ///< "public_key|signature&public_key|signature"
    };
    enum class Encoding : quint8 {
        Hex, ///< in lower case, and in no other
        UpperHex,
        AnyHex, ///< the provider's documents compare without regard to case
        Base64,
        Base64Url,
        HexInBase64,
        Text,
    };
    enum class EcdsaForm : quint8 { Der, Raw };

    Locator from;
    Grammar grammar = Grammar::Plain;
    QByteArray prefix; ///< before the value: "sha256="
    QByteArray field; ///< KeyValue and List: which entries are signatures
    QByteArray separator; ///< between entries
    QByteArray assign; ///< between an entry's name and value
    QByteArray outerSeparator; ///< between whole field lists (Persona)
    std::vector<QByteArray> names; ///< Positional: of the leading fields
    QByteArray selectParam; ///< Pairs: the endpoint's setting that names our entry; empty: every entry is tried
    Encoding encoding = Encoding::Hex;
    EcdsaForm ecdsaForm = EcdsaForm::Der;
};

/// Where the signing time stands.
struct TimeRule {
    enum class Unit : quint8 { Seconds, Milliseconds, Rfc3339 };

    Locator from;
    Unit unit = Unit::Seconds;
    std::chrono::seconds tolerance { 0 }; ///< in both directions; 0: the provider sets none
};

/// One way in which a provider signs.
struct Scheme {
    QByteArray id; ///< unique within the profile: "hmac-sha256"
    bool isUndocumented = false; ///< accepted, but no document promises it
    Condition when;
    SignatureAlgorithm algorithm = SignatureAlgorithm::None;
    HashAlgorithm hash = HashAlgorithm::None;
    KeyRule key;
    SignatureRule signature;
    ContentTemplate content;
    std::optional<TimeRule> time;
    std::vector<std::pair<Locator, ContentTemplate>> asserts; ///< compared where the locator exists
    std::vector<QByteArray> foreach; ///< steps of "/a/*/b"; every item must verify
    std::vector<QByteArray> jwtAlgorithms; ///< Jws: the only ones that are accepted
    std::vector<std::pair<QByteArray, ContentTemplate>> claims; ///< Jws: claims that must equal
    ContentTemplate detached; ///< Jws: the payload, when the token does not carry it
    std::chrono::seconds issuedAtTolerance { 0 }; ///< Jws; 0: not checked
    bool hasUrlVariants = false; ///< the URL is tried with and without its default port, and with http and https
    bool signsFields
        = false; ///< the values of the body that \c content names are the message: nothing else counts in it
};

/// Names the event type where no value of the request does.
struct EventTypeRule {
    QByteArray pathStep; ///< a step of the path, compared without regard to case; empty: any path
    Condition when;
    QByteArray type;
};

/// Where the facts of an event stand; in each list the first that yields a text counts.
struct EventRule {
    std::vector<ContentTemplate> id;
    std::vector<ContentTemplate> type;
    std::vector<ContentTemplate> time;
    std::vector<ContentTemplate> resource;
    std::vector<EventTypeRule> typeRules; ///< asked in order when \c type yields nothing
    std::vector<QByteArray> batch; ///< steps of "/a/*": several events in one delivery

    bool isEmpty() const
    {
        return id.empty() && type.empty() && time.empty() && resource.empty() && typeRules.empty() && batch.empty();
    }
};

/// What a provider sends to see whether an address is ours, and what it wants to hear.
struct Challenge {
    /// A piece of a JSON text.
    struct JsonPiece {
        QByteArray text; ///< goes out as it stands
        std::optional<ContentTemplate> content; ///< instead of \c text: what it gives goes out as a JSON string
    };
    /// The answer that confirms.
    struct Answer {
        int status = 200; ///< 200 to 599
        int statusOnMismatch = 0; ///< where the signature or `verify` does not hold; 0: the request is an event
        QByteArray type; ///< of the body; empty: none given
        std::vector<std::pair<QByteArray, ContentTemplate>> headers;
        std::optional<ContentTemplate> body;
        std::vector<JsonPiece> json; ///< one JSON value, compact; empty: none
    };
    /// The other way to confirm: an address that a person may open.
    struct OutOfBand {
        Locator url;
        QByteArray method = "GET";
        std::vector<QByteArray> hosts; ///< with `*` for one or more labels; empty: any
        std::chrono::seconds within { 0 }; ///< 0: not told
        bool isAlternative = false; ///< the answer alone confirms as well
    };

    QByteArray name;
    Condition when;
    std::vector<std::pair<Locator, ContentTemplate>> verify; ///< all must be equal; otherwise statusOnMismatch
    bool isSigned = false; ///< the signature decides between status and statusOnMismatch
    Answer answer;
    std::optional<Locator> secret; ///< where the provider hands over the secret of later deliveries
    std::optional<OutOfBand> outOfBand;
    QString repeat; ///< how often it comes, for a person
    QString note;
};

/// A rule to recognise the provider by; any one that holds is enough.
struct RecognitionRule {
    Condition when;
    int weight = 1; ///< the more specific rule wins; 1 to 100
};

/// One provider, as its profile file says. Immutable once read; shared.
struct Profile {
    QByteArray id; ///< lower case, digits, hyphens; unique in the catalogue
    QString name;
    QStringList aliases; ///< other names under which people look for it
    /// "read" (an official page or test was read), "cited" (address known, facts second-hand), "general".
    QByteArray evidence;
    QStringList sources; ///< addresses of the pages
    QString notes;
    std::vector<RecognitionRule> recognition;
    std::vector<Scheme> schemes;
    enum class Match : quint8 { FirstApplicable, Any, All } match = Match::Any;
    EventRule event;
    std::vector<Challenge> challenges; ///< the first that applies counts
    QStringList eventTypes; ///< the catalogue, as far as known
    QStringList assumed; ///< JSON pointers of facts in the file that no document states
    std::optional<DeliveryRules> delivery; ///< what it does after each response; nothing: not told
    std::optional<MessageRules> messages; ///< nothing: by the event's id, otherwise by the body
    QByteArray json; ///< the file itself
    QString file; ///< where it was read from; starts with ":/" for a shipped one
};

using ProfilePtr = std::shared_ptr<const Profile>;

} // namespace hookloupe
