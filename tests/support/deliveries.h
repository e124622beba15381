// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"

#include <memory>

namespace hookloupe::test {

/// A delivery as the capture would make it of \p head (up to its empty line) and a body of known length.
inline std::shared_ptr<Delivery> makeDelivery(const QByteArray& head, Body body = {}, qint64 id = 1)
{
    using namespace std::chrono_literals;
    auto request = std::make_shared<Request>();
    request->head = RequestHead::parse(head);
    request->framing = body.size() > 0 ? BodyFraming::ContentLength : BodyFraming::None;
    request->body = std::move(body);
    request->anomalies = request->head.anomalies();
    request->times.firstByte = SystemTime(1'795'359'737'770'123us);
    request->times.headEnd = request->times.firstByte + 250us;
    request->times.lastByte = request->times.firstByte + 4'500us;
    request->peer = { QStringLiteral("127.0.0.1"), 53122 };
    request->local = { QStringLiteral("127.0.0.1"), 8787 };
    auto delivery = std::make_shared<Delivery>();
    delivery->id = { id };
    delivery->request = std::move(request);
    delivery->response = std::make_shared<Response>();
    return delivery;
}

/// The request of \p delivery, to change it before it is shown.
inline Request& requestOf(const std::shared_ptr<Delivery>& delivery)
{
    return const_cast<Request&>(*delivery->request);
}

} // namespace hookloupe::test
