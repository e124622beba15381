// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/histories.h"

#include "profile/eventfacts.h"
#include "response/responsesequence.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace hookloupe::test {

using namespace Qt::StringLiterals;

namespace {

/// A request while it is put together.
struct Draft {
    QString path = u"/hooks"_s;
    QJsonObject json;
    std::vector<std::pair<QString, QString>> headers;
    bool isIndented = false;
};

QJsonValue jsonValue(const QString& text)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    return isNumber ? QJsonValue(number) : QJsonValue(text);
}

QJsonObject with(QJsonObject object, const QStringList& steps, const QString& value)
{
    const QString& step = steps.front();
    if (steps.size() > 1)
        object[step] = with(object[step].toObject(), steps.mid(1), value);
    else if (value.isEmpty())
        object.remove(step);
    else
        object[step] = jsonValue(value);
    return object;
}

void setHeader(Draft& draft, const QString& name, const QString& value)
{
    std::erase_if(
        draft.headers, [&](const auto& header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
    if (!value.isEmpty())
        draft.headers.emplace_back(name, value);
}

void edit(Draft& draft, const QString& place, const QString& value)
{
    if (place.startsWith("json:/"_L1))
        draft.json = with(draft.json, place.mid(6).split(u'/'), value);
    else if (place.startsWith("header:"_L1))
        setHeader(draft, place.mid(7), value);
    else if (place == "path"_L1)
        draft.path = value;
    else if (place == "indent"_L1)
        draft.isIndented = true;
}

/// The place of a fact that the sample has, otherwise the first.
QString placeOf(const std::vector<ContentTemplate>& fact, const Draft& draft)
{
    for (const ContentTemplate& content : fact) {
        const QString text = QString::fromUtf8(content.toText()).mid(1).chopped(1);
        const QStringList steps = text.mid(6).split(u'/');
        QJsonValue value = draft.json;
        for (const QString& step : steps)
            value = value[step];
        if (text.startsWith("json:/"_L1) && !value.isUndefined())
            return text;
    }
    return fact.empty() ? QString() : QString::fromUtf8(fact.front().toText()).mid(1).chopped(1);
}

void setFact(Draft& draft, const std::vector<ContentTemplate>& fact, const QString& value)
{
    if (value != "-"_L1 && !value.isEmpty())
        edit(draft, placeOf(fact, draft), value == "none"_L1 ? QString() : value);
}

Draft draftOf(const Profile& profile, qsizetype index)
{
    Draft draft;
    const QJsonArray samples = QJsonDocument::fromJson(profile.json).object()[QLatin1String("samples")].toArray();
    const QJsonObject sample = samples.at(index).toObject();
    draft.json = sample[QLatin1String("json")].toObject();
    draft.path = sample[QLatin1String("path")].toString(draft.path);
    const QJsonObject headers = sample[QLatin1String("headers")].toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it)
        draft.headers.emplace_back(it.key(), it.value().toString());
    return draft;
}

Request requestOf(const Draft& draft)
{
    QByteArray head = "POST " + draft.path.toUtf8() + " HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto& [name, value] : draft.headers)
        head += name.toUtf8() + ": " + value.toUtf8() + "\r\n";
    Request request;
    request.head = RequestHead::parse(QByteArray(head + "\r\n"));
    request.body
        = Body(QJsonDocument(draft.json).toJson(draft.isIndented ? QJsonDocument::Indented : QJsonDocument::Compact));
    request.framing = BodyFraming::ContentLength;
    return request;
}

void applyEdits(Draft& draft, const QStringList& edits)
{
    for (const QString& text : edits) {
        const qsizetype equals = text.indexOf(u'=');
        edit(draft, equals < 0 ? text : text.left(equals), equals < 0 ? QString() : text.mid(equals + 1));
    }
}

/// `time | provider[/endpoint] | id | event time | resource | edits | response => expected`
QString readLine(const QString& text, const ProfileCatalog& catalog, HistoryLine& line)
{
    const qsizetype arrow = text.indexOf("=>"_L1);
    QStringList columns = text.left(arrow).split(u'|');
    if (arrow < 0 || columns.size() != 7)
        return u"line %1: needs seven columns and an expectation"_s.arg(line.number);
    for (QString& column : columns)
        column = column.trimmed();
    line.expected = text.mid(arrow + 2).simplified();
    const std::optional<std::chrono::milliseconds> time = historyDuration(columns[0]);
    const QStringList place = columns[1].split(u'/');
    line.profile = catalog.find(place[0].toUtf8());
    const auto responses = parseResponseSequence(columns[6]);
    if (!time || !line.profile || !responses)
        return u"line %1: time, provider or response is wrong"_s.arg(line.number);
    line.arrivedAt = historyBegin() + *time;
    line.endpoint = EndpointId { place.value(1).toLongLong() };
    line.response = responses->planFor(0);
    QStringList edits = columns[5].split(u' ', Qt::SkipEmptyParts);
    qsizetype sample = 0;
    if (!edits.isEmpty() && edits.front().startsWith("sample="_L1))
        sample = edits.takeFirst().mid(7).toLongLong();
    Draft draft = draftOf(*line.profile, sample);
    setFact(draft, line.profile->event.id, columns[2]);
    setFact(draft, line.profile->event.time, columns[3]);
    setFact(draft, line.profile->event.resource, columns[4]);
    applyEdits(draft, edits);
    line.request = requestOf(draft);
    return {};
}

} // namespace

SystemTime historyBegin()
{
    return SystemTime(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));
}

std::optional<std::chrono::milliseconds> historyDuration(const QString& text)
{
    static const QRegularExpression whole(u"^([0-9]+(d|h|ms|m|s))+$"_s);
    static const QRegularExpression part(u"([0-9]+)(d|h|ms|m|s)"_s);
    if (!whole.match(text).hasMatch())
        return std::nullopt;
    qint64 all = 0;
    for (auto it = part.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString unit = match.captured(2);
        const qint64 size = unit == "ms"_L1 ? 1
            : unit == "s"_L1                ? 1'000
            : unit == "m"_L1                ? 60'000
            : unit == "h"_L1                ? 3'600'000
                                            : 86'400'000;
        all += match.captured(1).toLongLong() * size;
    }
    return std::chrono::milliseconds(all);
}

Request sampleRequest(const Profile& profile, qsizetype sample, const QStringList& edits)
{
    Draft draft = draftOf(profile, sample);
    applyEdits(draft, edits);
    return requestOf(draft);
}

MessageKeys keysOf(const Profile* profile, const Request& request, EndpointId endpoint)
{
    const EndpointValues endpointValues;
    RequestValues values(request, endpointValues);
    const EventFacts event = profile ? eventFacts(*profile, values) : EventFacts {};
    return messageKeys(profile, request, values, endpoint, event);
}

std::vector<History> histories(const ProfileCatalog& catalog)
{
    std::vector<History> all;
    const QDir folder(QStringLiteral(HOOKLOUPE_TEST_DATA "/histories"));
    const QStringList names = folder.entryList({ u"*.txt"_s }, QDir::Files, QDir::Name);
    for (const QString& name : names) {
        History history { name.chopped(4), {}, {} };
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            history.error = u"cannot be read"_s;
        const QStringList texts = QString::fromUtf8(file.readAll()).split(u'\n');
        for (qsizetype i = 0; i < texts.size() && history.error.isEmpty(); ++i) {
            if (texts[i].trimmed().isEmpty() || texts[i].startsWith(u'#'))
                continue;
            HistoryLine line;
            line.number = static_cast<int>(i) + 1;
            history.error = readLine(texts[i], catalog, line);
            history.lines.push_back(std::move(line));
        }
        all.push_back(std::move(history));
    }
    return all;
}

} // namespace hookloupe::test
