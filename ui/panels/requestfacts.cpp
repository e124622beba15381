// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/requestfacts.h"

#include "bytes/visibletext.h"
#include "http/bodyparts.h"
#include "messages/anomalysentences.h"
#include "messages/exactsize.h"
#include "messages/quantities.h"
#include "messages/responsetext.h"
#include "signature/factnames.h"
#include "signature/signaturesentences.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t MostParameters = 200;

QString tr(const char* text)
{
    return QCoreApplication::translate("RequestFacts", text);
}

Fact plain(const QString& label, const QString& value, const QString& note = {})
{
    return { label, value, note };
}

Fact fixed(const QString& label, const QString& value, const QString& note = {})
{
    return { label, value, note, true };
}

QDateTime dateTime(SystemTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
}

FactSection mainSection(const Delivery& delivery)
{
    const Request& request = *delivery.request;
    const QByteArrayView target = request.head.target();
    const qsizetype mark = target.indexOf('?');
    const QByteArrayView path = mark < 0 ? target : target.first(mark);
    const QByteArray decoded = QByteArray::fromPercentEncoding(path.toByteArray());
    const QString version = visibleLine(request.head.version());

    FactSection section;
    section.facts.push_back(fixed(tr("Received"), localTimeText(request.times.lastByte),
        dateTime(request.times.lastByte).toUTC().toString(u"yyyy-MM-dd HH:mm:ss.zzz 'UTC'"_s)));
    section.facts.push_back(fixed(tr("Method"), visibleLine(request.head.method())));
    section.facts.push_back(fixed(tr("Path"), visibleLine(path),
        decoded == path ? QString() : tr("decoded: %1").arg(visibleLine(QByteArrayView(decoded)))));
    section.facts.push_back(plain(tr("Version"), version.isEmpty() ? tr("none") : u"HTTP/"_s + version));
    section.facts.push_back(responseFact(delivery.response.get()));
    return section;
}

FactSection eventSection(const Delivery& delivery, const InspectionRules& rules)
{
    const DeliveryFacts& facts = delivery.facts;
    FactSection section { tr("Event"), {} };
    const auto add = [&section](const QString& label, const QByteArray& value) {
        if (!value.isEmpty())
            section.facts.push_back(fixed(label, visibleLine(QByteArrayView(value))));
    };
    if (facts.origin == ProviderOrigin::Ambiguous) {
        QStringList names;
        for (const QByteArray& id : facts.candidates)
            names << providerLabel(rules.catalog(), id);
        section.facts.push_back(
            plain(tr("Provider"), tr("one of %1").arg(names.join(u", "_s)), originSentence(facts.origin)));
    } else if (!facts.provider.isEmpty()) {
        section.facts.push_back(
            plain(tr("Provider"), providerLabel(rules.catalog(), facts.provider), originSentence(facts.origin)));
    }
    add(tr("Challenge"), facts.challenge);
    add(tr("Type"), facts.event.type);
    add(tr("Id"), facts.event.id);
    add(tr("Resource"), facts.event.resource);
    add(tr("Time"), facts.event.time);
    if (facts.endpoint != EndpointId {})
        section.facts.push_back(plain(tr("Endpoint"), endpointLabel(rules, facts.endpoint)));
    if (facts.provider.isEmpty())
        return section;
    const SignatureState state
        = signatureState(facts.signature.verdict, facts.signature.freshness, !facts.challenge.isEmpty());
    const StatusLook look = statusLook(state);
    section.facts.push_back({ tr("Signature"), signatureText(state).mid(2), causeSentence(facts.signature.reason),
        false, look.glyph, look.tone });
    return section;
}

FactSection querySection(const Request& request)
{
    FactSection section { tr("Query"), {} };
    const QByteArrayView target = request.head.target();
    const qsizetype mark = target.indexOf('?');
    if (mark < 0)
        return section;
    const std::vector<FormField> fields = splitForm(target.sliced(mark + 1), MostParameters + 1);
    for (const FormField& field : fields) {
        if (section.facts.size() == MostParameters) {
            section.facts.push_back(plain({}, tr("\u2026 and more; the Raw tab shows them all.")));
            break;
        }
        const bool isPlain = field.sent == (field.hasValue ? field.name + '=' + field.value : field.name);
        const QString sent = isPlain ? QString() : tr("sent as: %1").arg(visibleLine(QByteArrayView(field.sent)));
        section.facts.push_back(fixed(visibleLine(QByteArrayView(field.name)),
            field.hasValue ? visibleLine(QByteArrayView(field.value)) : tr("(no value)"), sent));
    }
    return section;
}

FactSection anomalySection(const Request& request)
{
    FactSection section { tr("Unusual in this request"), {} };
    for (const Anomaly anomaly : request.anomalies.list()) {
        const bool isFault = anomaly >= Anomaly::BadRequestLine;
        section.facts.push_back({ {}, anomalySentence(anomaly), {}, false, isFault ? QChar(u'\u2715') : QChar(u'!'),
            isFault ? Tone::Danger : Tone::Warning });
    }
    if (request.discarded > 0) {
        section.facts.push_back(
            { {}, tr("%1 came beyond the limit and were not kept.").arg(byteCountText(request.discarded)), {}, false,
                QChar(u'\u2715'), Tone::Danger });
    }
    return section;
}

QString framingText(const Request& request)
{
    switch (request.framing) {
    case BodyFraming::None:
        return tr("none: the request has no body");
    case BodyFraming::ContentLength:
        return tr("Content-Length");
    case BodyFraming::Chunked:
        return tr("chunked");
    }
    return {};
}

FactSection bodySection(const Request& request)
{
    FactSection section { tr("Size and content"), {} };
    section.facts.push_back(plain(tr("Body"), exactSizeText(request.body.size())));
    section.facts.push_back(
        plain(tr("As it came"), exactSizeText(rawSize(request)), tr("request line, headers and body")));
    section.facts.push_back(plain(tr("Framing"), framingText(request)));
    if (const auto type = request.head.header("Content-Type"))
        section.facts.push_back(fixed(tr("Content type"), visibleLine(QByteArrayView(*type))));
    if (const auto encoding = request.head.header("Content-Encoding"))
        section.facts.push_back(fixed(tr("Content encoding"), visibleLine(QByteArrayView(*encoding))));
    return section;
}

QString endText(const SocketEnd& end)
{
    const QString port = QString::number(end.port);
    return end.address.contains(u':') ? QString(u"["_s + end.address + u"]:"_s + port)
                                      : QString(end.address + u':' + port);
}

QString protocolNames(const std::vector<QByteArray>& names)
{
    QStringList list;
    for (const QByteArray& name : names)
        list.append(visibleLine(QByteArrayView(name)));
    return list.join(u", "_s);
}

FactSection connectionSection(const Request& request)
{
    FactSection section { tr("Connection"), {} };
    section.facts.push_back(fixed(tr("From"), endText(request.peer)));
    section.facts.push_back(fixed(tr("To"), endText(request.local)));
    if (!request.tls) {
        section.facts.push_back(plain(tr("Encryption"), tr("none (plain HTTP)")));
        return section;
    }
    const TlsFacts& tls = *request.tls;
    section.facts.push_back(plain(tr("Encryption"), visibleLine(tls.protocol), visibleLine(tls.cipher)));
    section.facts.push_back(
        plain(tr("Server name"), tls.serverName.isEmpty() ? tr("not named (no SNI)") : visibleLine(tls.serverName)));
    if (!tls.offeredProtocols.empty()) {
        section.facts.push_back(plain(tr("ALPN"),
            tls.negotiatedProtocol.isEmpty() ? tr("none agreed") : visibleLine(QByteArrayView(tls.negotiatedProtocol)),
            tr("offered: %1").arg(protocolNames(tls.offeredProtocols))));
    }
    if (!tls.clientCertificate.isEmpty())
        section.facts.push_back(plain(tr("Client certificate"), visibleLine(tls.clientCertificate), tr("not checked")));
    return section;
}

QString sinceText(SystemTime from, SystemTime to)
{
    const double milliseconds = static_cast<double>((to - from).count()) / 1000.0;
    return tr("+%1 ms").arg(QLocale().toString(milliseconds, 'f', 3));
}

FactSection timingSection(const Request& request)
{
    const WireTimes& times = request.times;
    FactSection section { tr("On the wire"), {} };
    section.facts.push_back(fixed(tr("First byte"), dateTime(times.firstByte).toString(u"HH:mm:ss.zzz"_s)));
    if (times.headEnd >= times.firstByte)
        section.facts.push_back(fixed(tr("End of head"), sinceText(times.firstByte, times.headEnd)));
    section.facts.push_back(fixed(tr("Last byte"), sinceText(times.firstByte, times.lastByte)));
    return section;
}

} // namespace

QString localTimeText(SystemTime time)
{
    const QDateTime local = dateTime(time);
    const int offset = local.offsetFromUtc() / 60;
    const QString sign = offset < 0 ? u"\u2212"_s : u"+"_s;
    const QTime ahead = QTime(0, 0).addSecs(qAbs(offset) * 60);
    return local.toString(u"yyyy-MM-dd HH:mm:ss.zzz "_s) + sign + ahead.toString(u"HH:mm"_s);
}

Fact responseFact(const Response* response)
{
    Fact fact { tr("Response"), {} };
    if (!response) {
        fact.value = tr("not answered yet");
        fact.glyph = u'\u2026';
        return fact;
    }
    const StatusLook look = statusLook(responseState(response->status, response->fault));
    fact.value = visibleLine(responseTitle(*response));
    if (response->fault == Fault::Truncate)
        fact.value += u", "_s + look.word;
    fact.glyph = look.glyph;
    fact.tone = look.tone;
    if (response->fault != Fault::None)
        fact.note = faultSentence(response->fault);
    else if (response->delay.count() > 0)
        fact.note = tr("after a delay of %1").arg(durationText(response->delay));
    return fact;
}

std::vector<FactSection> overviewSections(const Delivery& delivery, const InspectionRules& rules)
{
    const Request& request = *delivery.request;
    return { mainSection(delivery), eventSection(delivery, rules), anomalySection(request), querySection(request),
        bodySection(request), connectionSection(request), timingSection(request) };
}

} // namespace hookloupe
