// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "http/request.h"
#include "profile/locator.h"
#include "signature/signer.h"

#include <QByteArray>
#include <QString>

namespace hookloupe {

/// The request as its receiver will see it.
/// \return why it cannot be sent: no absolute URL, a header with a line end in it
Result<Request, QString> requestOf(const OutgoingRequest& outgoing);

/// Writes a value where a locator would find it: header, query, form, JSON, item.
/// \param item  JSON pointer of the item that `item:` is relative to
/// \param isNumber  in JSON without quotes
/// \return why there is no such place
Result<Done, QString> putValue(
    OutgoingRequest& outgoing, const Locator& locator, const QByteArray& value, const QByteArray& item, bool isNumber);

} // namespace hookloupe
