// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/headerlist.h"

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace hookloupe {

/// One field of a form, as sent and decoded.
struct FormField {
    QByteArray sent; ///< "name=value", still encoded
    QByteArray name;
    QByteArray value;
    bool hasValue = false; ///< false without "="
};

/// Splits application/x-www-form-urlencoded text: a query, or the body of a form. Total: any bytes give fields, a "%"
/// that begins no escape stays as it is. Source: WHATWG URL standard, section 5.1.
/// \param limit  at most this many fields
std::vector<FormField> splitForm(QByteArrayView text, qsizetype limit);

/// One part of a multipart body.
struct MultipartPart {
    HeaderList headers;
    qint64 offset = 0; ///< of its content within the body
    qint64 size = 0;
    bool isEnded = true; ///< false when the body stops before the next boundary

    /// The value of the first header of that name; empty without one.
    QByteArray header(QByteArrayView name) const;
    /// A parameter of Content-Disposition: "name", "filename".
    QByteArray dispositionParameter(QByteArrayView name) const;
};

/// Finds the parts of a multipart body (RFC 2046 section 5.1.1). Lines may end in LF alone. Total and linear.
/// \param boundary  as in the Content-Type, without dashes before it
/// \param limit  at most this many parts
std::vector<MultipartPart> splitMultipart(QByteArrayView body, QByteArrayView boundary, qsizetype limit);

} // namespace hookloupe
