// SPDX-License-Identifier: GPL-3.0-or-later
#include "delivery/tracking/messagekeys.h"

#include "delivery/tracking/eventtime.h"

#include <algorithm>

namespace hookloupe {

namespace {

constexpr std::size_t MaxItems = 1'000;
constexpr qint64 MaxHashedOfFile = 64 * 1024;
constexpr std::chrono::seconds BodyWindow { 86'400 };
constexpr int MaxClaimedAttempt = 10'000;

using Templates = std::vector<ContentTemplate>;

/// The locator that a template is, when it is just one.
const Locator* onlyLocator(const ContentTemplate& content)
{
    if (content.parts().size() != 1)
        return nullptr;
    const ContentTemplate::Part& part = content.parts().front();
    return part.isText || !part.filters.empty() ? nullptr : &part.locator;
}

bool isBody(const ContentTemplate& content)
{
    const Locator* const locator = onlyLocator(content);
    return locator && locator->kind == Locator::Kind::Body;
}

bool usesItem(const ContentTemplate& content)
{
    return std::any_of(content.parts().begin(), content.parts().end(),
        [](const auto& part) { return !part.isText && part.locator.kind == Locator::Kind::Item; });
}

QByteArray bodyDigest(const Request& request)
{
    const Body& body = request.body;
    if (!body.isInFile())
        return toBytes(keyHash({ body.bytes() }));
    const qint64 tail = std::max<qint64>(body.size() - MaxHashedOfFile, 0);
    return toBytes(
        keyHash({ QByteArray::number(body.size()), body.read(0, MaxHashedOfFile), body.read(tail, MaxHashedOfFile) }));
}

/// Works the keys of one request out.
class KeyMaker {
public:
    KeyMaker(const Profile* profile, const Request& request, RequestValues& values)
        : m_profile(profile)
        , m_request(request)
        , m_values(values)
    {
        if (profile && !profile->event.batch.empty())
            m_items = values.items(profile->event.batch, MaxItems + 1);
    }

    MessageKeys keysFor(EndpointId endpoint, const EventFacts& event);

private:
    const QByteArray& body();
    QByteArray textOf(const ContentTemplate& content);
    QByteArray firstOf(const Templates& templates);
    bool isBatch() const { return m_items.size() > 1; }
    void addScope(EndpointId endpoint);
    void addProfileKeys(const MessageRules& rules);
    void addKey(const ContentTemplate& content, std::size_t position, const MessageRules* rules);
    void addSoftKey(const MessageRules& rules, const EventFacts& event);
    void addDefaultKeys();
    void addBodyAsSoftKey(const EventFacts& event);
    void addSignedBytes();
    void addOrder(const EventFacts& event);
    void addSentAt();
    void addClaim();

    const Profile* m_profile;
    const Request& m_request;
    RequestValues& m_values;
    std::vector<QByteArray> m_items;
    QByteArray m_body;
    QByteArray m_scope; ///< bytes of the subscription's hash
    MessageKeys m_keys;
};

const QByteArray& KeyMaker::body()
{
    if (m_body.isEmpty())
        m_body = bodyDigest(m_request);
    return m_body;
}

/// Of a batch: the texts of all its events, one behind the other.
QByteArray KeyMaker::textOf(const ContentTemplate& content)
{
    if (!usesItem(content))
        return m_values.text(content).value_or(QByteArray());
    QByteArray all;
    for (std::size_t i = 0; i < std::min(m_items.size(), MaxItems); ++i) {
        m_values.setItem(m_items[i]);
        const QByteArray text = m_values.text(content).value_or(QByteArray());
        if (!text.isEmpty())
            all += QByteArray::number(text.size()) + ':' + text;
    }
    m_values.setItem({});
    if (!all.isEmpty() && m_items.size() > MaxItems)
        all += body();
    return all;
}

QByteArray KeyMaker::firstOf(const Templates& templates)
{
    for (const ContentTemplate& content : templates) {
        if (QByteArray text = textOf(content); !text.isEmpty())
            return text;
    }
    return {};
}

void KeyMaker::addScope(EndpointId endpoint)
{
    const QByteArray place = QByteArray::number(endpoint.value);
    const QByteArray provider = m_profile ? m_profile->id : QByteArray();
    KeyHash scope = keyHash({ "sender", provider, place });
    m_keys.sender = { scope.value >> 32 };
    m_keys.subscription = m_keys.sender;
    if (m_profile && m_profile->messages && !m_profile->messages->apart.value.empty()) {
        scope = keyHash({ "apart", provider, place, firstOf(m_profile->messages->apart.value) });
        m_keys.subscription = scope;
    }
    m_scope = toBytes(scope);
}

void KeyMaker::addKey(const ContentTemplate& content, std::size_t position, const MessageRules* rules)
{
    if (m_keys.keys.size() >= MessageKeys::MaxKeys)
        return;
    const bool ofBody = isBody(content);
    if (ofBody && m_request.body.size() == 0)
        return;
    const QByteArray text = ofBody ? body() : textOf(content);
    if (text.isEmpty())
        return;
    MessageKeys::Key key;
    key.hash = keyHash({ "key", m_scope, QByteArray::number(static_cast<qulonglong>(position)), text });
    key.isBody = ofBody;
    if (rules) {
        const Templates& tokens = rules->token.value;
        key.isToken = std::find(tokens.begin(), tokens.end(), content) != tokens.end();
    }
    const Locator* const locator = onlyLocator(content);
    const auto& delivery = m_profile->delivery;
    key.isAttemptId = locator && delivery && delivery->marks.id && *delivery->marks.id == *locator;
    m_keys.keys.push_back(key);
}

void KeyMaker::addProfileKeys(const MessageRules& rules)
{
    for (std::size_t i = 0; i < rules.keys.value.size(); ++i)
        addKey(rules.keys.value[i], i, &rules);
}

/// Where the newest time counts and an attempt keeps its signature, another time means another event.
void KeyMaker::addSoftKey(const MessageRules& rules, const EventFacts& event)
{
    const QByteArray text = firstOf(rules.softKey.value);
    if (text.isEmpty() || rules.softWindow.value.count() <= 0)
        return;
    const auto& delivery = m_profile->delivery;
    const bool isResigned
        = delivery && delivery->retry && delivery->retry->isResigned && delivery->retry->isResigned->value;
    const QByteArray time = rules.newestWins.value && !isResigned ? event.time : QByteArray();
    m_keys.soft = keyHash({ "soft", m_scope, text, time });
    m_keys.softWindow = std::min(rules.softWindow.value, MessageKeys::MaxSoftWindow);
}

void KeyMaker::addDefaultKeys()
{
    for (std::size_t i = 0; i < m_profile->event.id.size() && m_keys.keys.empty(); ++i)
        addKey(m_profile->event.id[i], i, nullptr);
}

/// Where headers tell the type of the event, events of two types may have the same body.
void KeyMaker::addBodyAsSoftKey(const EventFacts& event)
{
    if (m_profile && m_request.body.size() == 0)
        return;
    m_keys.soft = keyHash({ "body", m_scope, m_request.head.method(), m_request.head.target(), event.type, body() });
    m_keys.softJoin = MessageKeys::SoftJoin::Always;
    m_keys.softWindow = BodyWindow;
}

void KeyMaker::addSignedBytes()
{
    const auto& delivery = m_profile->delivery;
    if (!delivery || !delivery->retry || !delivery->retry->isResigned || !delivery->retry->isResigned->value)
        return;
    QByteArray signatures;
    for (const Scheme& scheme : m_profile->schemes) {
        if (const std::optional<QByteArray> signature = m_values.value(scheme.signature.from))
            signatures += QByteArray::number(signature->size()) + ':' + *signature;
        if (const std::optional<QByteArray> time = scheme.time ? m_values.value(scheme.time->from) : std::nullopt)
            signatures += QByteArray::number(time->size()) + '@' + *time;
    }
    if (!signatures.isEmpty())
        m_keys.signedBytes = keyHash({ "bytes", m_scope, body(), signatures });
}

void KeyMaker::addOrder(const EventFacts& event)
{
    if (isBatch())
        return;
    const std::optional<EventTime> time = parseEventTime(event.time);
    if (!time)
        return;
    m_keys.eventTime = time->at;
    const bool isSigned = std::any_of(m_profile->schemes.begin(), m_profile->schemes.end(),
        [](const Scheme& scheme) { return scheme.time.has_value(); });
    for (const ContentTemplate& content : m_profile->event.time) {
        if (!isSigned)
            break;
        const Locator* const locator = onlyLocator(content);
        if (!locator || m_values.value(*locator) != std::optional(event.time))
            continue;
        m_keys.isSigningTime = std::any_of(m_profile->schemes.begin(), m_profile->schemes.end(),
            [&](const Scheme& scheme) { return scheme.time && scheme.time->from == *locator; });
        break;
    }
    QByteArray resource = event.resource;
    if (m_profile->messages && !m_profile->messages->orderKey.value.empty())
        resource = firstOf(m_profile->messages->orderKey.value);
    if (!resource.isEmpty())
        m_keys.order = keyHash({ "order", m_scope, resource });
}

void KeyMaker::addSentAt()
{
    for (const Scheme& scheme : m_profile->schemes) {
        const std::optional<QByteArray> text = scheme.time ? m_values.value(scheme.time->from) : std::nullopt;
        const std::optional<EventTime> time = text ? parseEventTime(*text) : std::nullopt;
        if (time) {
            m_keys.sentAt = time->at;
            return;
        }
    }
}

void KeyMaker::addClaim()
{
    if (!m_profile->delivery || !m_profile->delivery->marks.reason)
        return;
    const RetryMarks& marks = m_profile->delivery->marks;
    if (m_values.value(*marks.reason).value_or(QByteArray()).isEmpty())
        return;
    m_keys.claimedAttempt = 2;
    const std::optional<QByteArray> count = marks.count ? m_values.value(*marks.count) : std::nullopt;
    bool isNumber = false;
    const int number = count ? count->trimmed().toInt(&isNumber) : 0;
    if (isNumber && number >= 1 && number < MaxClaimedAttempt)
        m_keys.claimedAttempt = number + 1;
}

MessageKeys KeyMaker::keysFor(EndpointId endpoint, const EventFacts& event)
{
    addScope(endpoint);
    if (!m_profile) {
        addBodyAsSoftKey(event);
        return m_keys;
    }
    if (m_profile->messages) {
        addProfileKeys(*m_profile->messages);
        addSoftKey(*m_profile->messages, event);
    } else {
        addDefaultKeys();
    }
    if (m_keys.keys.empty() && !m_keys.soft)
        addBodyAsSoftKey(event);
    addSignedBytes();
    addOrder(event);
    addSentAt();
    addClaim();
    return m_keys;
}

} // namespace

MessageKeys messageKeys(
    const Profile* profile, const Request& request, RequestValues& values, EndpointId endpoint, const EventFacts& event)
{
    const QByteArray item = values.item();
    MessageKeys keys = KeyMaker(profile, request, values).keysFor(endpoint, event);
    values.setItem(item);
    return keys;
}

} // namespace hookloupe
