// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/filtersamples.h"

#include <QByteArrayList>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <cmath>

namespace hookloupe::test {

namespace {

using namespace std::chrono_literals;

/// `*` for anything, letters without regard to case unless \p isExact.
bool fits(const QByteArray& pattern, const QByteArray& value, bool isExact)
{
    if (pattern.isEmpty())
        return value.isEmpty();
    if (pattern.front() == '*')
        return fits(pattern.mid(1), value, isExact) || (!value.isEmpty() && fits(pattern, value.mid(1), isExact));
    const auto lower
        = [isExact](char byte) { return !isExact && byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte; };
    return !value.isEmpty() && lower(pattern.front()) == lower(value.front())
        && fits(pattern.mid(1), value.mid(1), isExact);
}

bool isWithin(const QByteArray& part, const QByteArray& value)
{
    return value.toLower().contains(part.toLower());
}

using ValuesOf = std::function<std::vector<QByteArray>(const FilterSample&)>;

std::vector<QByteArray> ifThere(const QByteArray& value)
{
    return value.isEmpty() ? std::vector<QByteArray>() : std::vector { value };
}

QByteArray targetOf(const FilterSample& sample)
{
    return sample.delivery.request->head.target().toByteArray();
}

/// A term on text that is compared as a whole.
FilterQuestion wholeText(
    QRandomGenerator& random, const QByteArray& field, std::initializer_list<QByteArray> patterns, const ValuesOf& of)
{
    const QByteArray pattern = oneOf(random, patterns);
    const bool isExact = oneIn(random, 3);
    const bool isQuoted = !pattern.contains('*') && oneIn(random, 3);
    const QByteArray value = isQuoted ? '"' + pattern + '"' : pattern;
    return { field + (isExact ? ":=" : ":") + value, [=](const FilterSample& sample) {
                for (const QByteArray& each : of(sample)) {
                    if (fits(pattern, each, isExact))
                        return true;
                }
                return false;
            } };
}

/// A term on a number with every comparison. \param of  nothing where there is none
FilterQuestion number(QRandomGenerator& random, const QByteArray& field, const std::vector<double>& values,
    const std::function<QByteArray(double)>& shown, bool mayBeEqual,
    const std::function<std::vector<double>(const FilterSample&)>& of)
{
    const double left = values[static_cast<std::size_t>(random.bounded(static_cast<int>(values.size())))];
    const double right = values[static_cast<std::size_t>(random.bounded(static_cast<int>(values.size())))];
    const int kind = random.bounded(mayBeEqual ? 0 : 1, 8);
    const std::array<QByteArray, 8> texts { shown(left), '>' + shown(left), ">=" + shown(left), '<' + shown(left),
        "<=" + shown(left), shown(left) + ".." + shown(right), shown(left) + "..", ".." + shown(right) };
    return { field + ':' + texts[static_cast<std::size_t>(kind)], [=](const FilterSample& sample) {
                for (const double value : of(sample)) {
                    const std::array<bool, 8> holds { value == left, value > left, value >= left, value < left,
                        value <= left, value >= left && value <= right, value >= left, value <= right };
                    if (holds[static_cast<std::size_t>(kind)])
                        return true;
                }
                return false;
            } };
}

QByteArray plainNumber(double value)
{
    return QByteArray::number(value, 'f', value == std::floor(value) ? 0 : 1);
}

QJsonValue jsonOf(const FilterSample& sample, const QString& key)
{
    return QJsonDocument::fromJson(sample.plainBody).object().value(key);
}

std::vector<QByteArray> headersOf(const FilterSample& sample, const QByteArray& name)
{
    std::vector<QByteArray> values;
    for (const auto& [key, value] : sample.delivery.request->head.headers()) {
        if (key.toLower() == name)
            values.push_back(value);
    }
    return values;
}

std::vector<double> numbersIn(const std::vector<QByteArray>& texts)
{
    std::vector<double> numbers;
    for (const QByteArray& text : texts) {
        bool isNumber = false;
        const double number = text.toDouble(&isNumber);
        if (isNumber)
            numbers.push_back(number);
    }
    return numbers;
}

std::vector<double> statusOf(const FilterSample& sample)
{
    const Response& response = *sample.delivery.response;
    const bool isSent = response.fault == Fault::None || response.fault == Fault::Truncate;
    return isSent ? std::vector { double(response.status) } : std::vector<double>();
}

FilterQuestion requestTerm(QRandomGenerator& random)
{
    switch (random.bounded(4)) {
    case 0:
        return wholeText(random, "method", { "post", "GET", "p*", "*t", "put" }, [](const FilterSample& sample) {
            return std::vector { sample.delivery.request->head.method().toByteArray() };
        });
    case 1:
        return wholeText(random, "path", { "/a", "/*", "*orders", "/caf\xc3\xa9", "*/end", "*l*l*", "/hooks/stripe" },
            [](const FilterSample& sample) { return std::vector { targetOf(sample).split('?').front() }; });
    case 2: {
        const QByteArray part = oneOf<QByteArray>(random, { "page=2", "PAGE", "x=1", "/a?b" });
        return { "query:" + part, [part](const FilterSample& sample) {
                    const QByteArray target = targetOf(sample);
                    return target.contains('?') && isWithin(part, target.mid(target.indexOf('?') + 1));
                } };
    }
    default:
        return wholeText(random, "ip", { "10.*", "10.0.0.1", "::1", "*" },
            [](const FilterSample& sample) { return std::vector { sample.delivery.request->peer.address.toUtf8() }; });
    }
}

FilterQuestion factTerm(QRandomGenerator& random)
{
    switch (random.bounded(5)) {
    case 0:
        return wholeText(random, "provider", { "stripe", "*", "m*", "other" },
            [](const FilterSample& sample) { return ifThere(sample.delivery.facts.provider); });
    case 1:
        return wholeText(random, "event", { "charge.*", "*", "PAYOUT", "eeee*.long", "17" },
            [](const FilterSample& sample) { return ifThere(sample.delivery.facts.event.type); });
    case 2:
        return wholeText(random, "message", { "evt_1", "evt_*", "*" },
            [](const FilterSample& sample) { return ifThere(sample.delivery.facts.event.id); });
    case 3:
        return wholeText(random, "resource", { "res-1", "*2", "*" },
            [](const FilterSample& sample) { return ifThere(sample.delivery.facts.event.resource); });
    default:
        return wholeText(random, "header.X-Kind", { "red", "*e*", "7", "*", "a..b" },
            [](const FilterSample& sample) { return headersOf(sample, "x-kind"); });
    }
}

FilterQuestion wordTerm(QRandomGenerator& random)
{
    static const std::array<QByteArray, 7> Verdicts { "unknown", "valid", "mismatch", "missing", "malformed",
        "no-secret", "not-signed" };
    static const std::array<QByteArray, 3> Fresh { "not-checked", "fresh", "stale" };
    static const std::array<QByteArray, 5> Faults { "timeout", "reset", "close", "truncate", "garbage" };
    switch (random.bounded(5)) {
    case 0: {
        const auto verdict = static_cast<std::size_t>(random.bounded(7));
        return { "sig:" + Verdicts[verdict], [verdict](const FilterSample& sample) {
                    return sample.delivery.facts.signature.verdict == static_cast<Verdict>(verdict);
                } };
    }
    case 1: {
        const auto fresh = static_cast<std::size_t>(random.bounded(3));
        return { "fresh:" + Fresh[fresh], [fresh](const FilterSample& sample) {
                    return sample.delivery.facts.signature.freshness == static_cast<Freshness>(fresh);
                } };
    }
    case 2: {
        const auto fault = static_cast<std::size_t>(random.bounded(5));
        return { "status:" + Faults[fault], [fault](const FilterSample& sample) {
                    return sample.delivery.response->fault == static_cast<Fault>(fault + 1);
                } };
    }
    case 3:
        return { "is:pinned", [](const FilterSample& sample) { return sample.delivery.isPinned; } };
    default:
        return { "is:challenge",
            [](const FilterSample& sample) { return !sample.delivery.facts.challenge.isEmpty(); } };
    }
}

FilterQuestion numberTerm(QRandomGenerator& random)
{
    const auto milliseconds = [](double value) { return QByteArray(plainNumber(value) + "ms"); };
    switch (random.bounded(7)) {
    case 0:
        return number(random, "status", { 200, 204, 302, 404, 500, 503 }, plainNumber, true, statusOf);
    case 1:
        return number(random, "size", { 0, 27, 28, 100, 1'000 }, plainNumber, true,
            [](const FilterSample& sample) { return std::vector { double(sample.delivery.request->body.size()) }; });
    case 2:
        return number(random, "delay", { 0, 249, 250, 251, 2'000 }, milliseconds, true,
            [](const FilterSample& sample) { return std::vector { double(sample.delivery.response->delay.count()) }; });
    case 3:
        return number(random, "id", { 1, 2, 50, 150, 299, 300, 1'000 }, plainNumber, true,
            [](const FilterSample& sample) { return std::vector { double(sample.delivery.id.value) }; });
    case 4:
        return number(random, "age", { 0, 1'000, 60'000, 3'600'000, 7'200'000 }, milliseconds, false,
            [](const FilterSample& sample) {
                return std::vector { double((SampleNow - sample.delivery.request->times.lastByte).count()) / 1000 };
            });
    case 5:
        return number(random, "header.x-kind", { 3.5, 7, 12, 13 }, plainNumber, false,
            [](const FilterSample& sample) { return numbersIn(headersOf(sample, "x-kind")); });
    default:
        return number(random, "json./n", { -5, -2.5, 0, 2.5, 10 }, plainNumber, false, [](const FilterSample& sample) {
            const QJsonValue value = jsonOf(sample, QStringLiteral("n"));
            return value.isDouble() ? std::vector { value.toDouble() } : std::vector<double>();
        });
    }
}

FilterQuestion timeTerm(QRandomGenerator& random)
{
    const SystemTime moment = SampleNow - std::chrono::minutes(random.bounded(180));
    const QByteArray text = toRfc3339(moment).first(19) + 'Z'; // a second long
    const auto received = [](const FilterSample& sample) { return sample.delivery.request->times.lastByte; };
    switch (random.bounded(3)) {
    case 0:
        return { "time:>=" + text, [=](const FilterSample& sample) { return received(sample) >= moment; } };
    case 1:
        return { "time:<=" + text, [=](const FilterSample& sample) { return received(sample) < moment + 1s; } };
    default:
        return { "time:" + text + "..", [=](const FilterSample& sample) { return received(sample) >= moment; } };
    }
}

FilterQuestion bodyTerm(QRandomGenerator& random)
{
    const QByteArray part
        = oneOf<QByteArray>(random, { "refund", "ALPHA", "\"n\"", "zz", "kind: red", "orders", "end" });
    const QByteArray quoted = '"' + QByteArray(part).replace('"', "\\\"") + '"';
    switch (random.bounded(4)) {
    case 0:
        return { "body:" + quoted, [part](const FilterSample& sample) { return isWithin(part, sample.plainBody); } };
    case 1:
        return { quoted, [part](const FilterSample& sample) {
                    bool isFound = isWithin(part, sample.plainBody) || isWithin(part, targetOf(sample));
                    for (const auto& [name, value] : sample.delivery.request->head.headers())
                        isFound = isFound || isWithin(part, QByteArray(name + ": " + value));
                    return isFound;
                } };
    case 2:
        return wholeText(random, "json.s", { "alpha", "b*", "7", "*" }, [](const FilterSample& sample) {
            const QJsonValue value = jsonOf(sample, QStringLiteral("s"));
            return value.isString() ? std::vector { value.toString().toUtf8() } : std::vector<QByteArray>();
        });
    default:
        return wholeText(random, "json./list/1", { "two", "*", "one" }, [](const FilterSample& sample) {
            const QJsonArray list = jsonOf(sample, QStringLiteral("list")).toArray();
            return list.size() > 1 ? std::vector { list[1].toString().toUtf8() } : std::vector<QByteArray>();
        });
    }
}

} // namespace

FilterQuestion randomQuestion(QRandomGenerator& random, int depth)
{
    using Maker = FilterQuestion (*)(QRandomGenerator&);
    constexpr std::array<Maker, 6> Makers { requestTerm, factTerm, wordTerm, numberTerm, timeTerm, bodyTerm };
    if (depth <= 0 || oneIn(random, 4))
        return Makers[static_cast<std::size_t>(random.bounded(int(Makers.size())))](random);
    const FilterQuestion left = randomQuestion(random, depth - 1);
    if (oneIn(random, 3)) {
        const QByteArray sign = oneOf<QByteArray>(random, { "-", "not ", "NOT" });
        return { sign + '(' + left.text + ')', [left](const FilterSample& sample) { return !left.holds(sample); } };
    }
    const FilterQuestion right = randomQuestion(random, depth - 1);
    if (oneIn(random, 2)) {
        return { '(' + left.text + " or " + right.text + ')',
            [left, right](const FilterSample& sample) { return left.holds(sample) || right.holds(sample); } };
    }
    const QByteArray link = oneOf<QByteArray>(random, { " ", " and " });
    return { '(' + left.text + ')' + link + '(' + right.text + ')',
        [left, right](const FilterSample& sample) { return left.holds(sample) && right.holds(sample); } };
}

} // namespace hookloupe::test
