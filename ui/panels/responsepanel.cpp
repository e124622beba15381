// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/responsepanel.h"

#include "bytes/visibletext.h"
#include "messages/exactsize.h"
#include "panels/requestfacts.h"
#include "response/responseprogram.h"
#include "widgets/byteviewer.h"

#include <QDateTime>
#include <QLocale>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// The Date that the wire gave the response: of the second in which it went out, as far as the delivery tells.
QByteArray dateOf(const Delivery& delivery)
{
    const auto sent = delivery.request->times.lastByte + delivery.response->delay;
    const QDateTime utc
        = QDateTime::fromSecsSinceEpoch(std::chrono::floor<std::chrono::seconds>(sent).time_since_epoch().count())
              .toUTC();
    return QLocale::c().toString(utc, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
}

bool hasOwnDate(const Response& response)
{
    return std::any_of(response.headers.begin(), response.headers.end(),
        [](const auto& header) { return equalsIgnoringCase(header.first, "Date"); });
}

/// What the wire wrote. The program is made anew, so its Date is put back to that of the delivery.
QByteArray sentBytes(const Delivery& delivery)
{
    const Request& request = *delivery.request;
    QByteArray bytes;
    const ResponseProgram program = makeResponseProgram(*delivery.response, request.head, request.anomalies.hasFault());
    for (const WireStep& step : program)
        bytes += step.bytes;
    constexpr QByteArrayView Line("\r\nDate: ");
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (hasOwnDate(*delivery.response))
        return bytes;
    for (qsizetype at = bytes.indexOf(Line); at >= 0 && at < end; at = bytes.indexOf(Line, at + 1)) {
        const qsizetype begin = at + Line.size();
        const qsizetype stop = bytes.indexOf("\r\n", begin);
        if (stop < 0)
            break;
        bytes.replace(begin, stop - begin, dateOf(delivery));
    }
    return bytes;
}

std::vector<FactSection> responseSections(const Delivery& delivery, qint64 sentSize)
{
    const Response* response = delivery.response.get();
    FactSection main { {}, { responseFact(response) } };
    if (!response)
        return { main };
    main.facts.push_back({ ResponsePanel::tr("Body"), exactSizeText(response->body.size()) });
    main.facts.push_back(
        { ResponsePanel::tr("Sent"), sentSize > 0 ? exactSizeText(sentSize) : ResponsePanel::tr("nothing") });
    FactSection headers { ResponsePanel::tr("Headers set for this response"), {} };
    for (const auto& [name, value] : response->headers)
        headers.facts.push_back({ visibleLine(QByteArrayView(name)), visibleLine(QByteArrayView(value)), {}, true });
    return { main, headers };
}

} // namespace

ResponsePanel::ResponsePanel(QWidget* parent)
    : DeliveryPanel(parent)
    , m_sheet(new FactSheet(this))
    , m_bytes(new ByteViewer(this))
{
    m_sheet->setObjectName(u"responseSheet"_s);
    m_sheet->setAccessibleName(tr("What was answered"));
    m_bytes->setObjectName(u"responseBytes"_s);
    auto* halves = new QSplitter(Qt::Vertical, this);
    halves->setChildrenCollapsible(false);
    halves->addWidget(m_sheet);
    halves->addWidget(m_bytes);
    halves->setStretchFactor(0, 2);
    halves->setStretchFactor(1, 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(halves);
    setFocusProxy(m_sheet);
}

void ResponsePanel::showDelivery(DeliveryPtr delivery)
{
    const QByteArray bytes = delivery->response ? sentBytes(*delivery) : QByteArray();
    m_sheet->setSections(responseSections(*delivery, bytes.size()));
    m_bytes->setVisible(!bytes.isEmpty());
    m_bytes->setSource(sourceOf(bytes), u"response-%1.http"_s.arg(delivery->id.value));
}

} // namespace hookloupe
