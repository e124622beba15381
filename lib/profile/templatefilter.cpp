// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/templatefilter.h"

#include "profile/formvalues.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <zlib.h>

namespace hookloupe {

namespace {

QByteArray checkSum(const QByteArray& value)
{
    const auto* bytes = reinterpret_cast<const Bytef*>(value.constData());
    return QByteArray::number(qulonglong(crc32_z(crc32_z(0, nullptr, 0), bytes, static_cast<z_size_t>(value.size()))));
}

QByteArray keyed(const QByteArray& value, QByteArrayView secret, QCryptographicHash::Algorithm hash)
{
    return QMessageAuthenticationCode::hash(value, secret.toByteArray(), hash);
}

QByteArray filteredOnce(const QByteArray& value, const TemplateFilter& filter, QByteArrayView secret)
{
    using Kind = TemplateFilter::Kind;
    switch (filter.kind) {
    case Kind::Sha256Hex:
        return QCryptographicHash::hash(value, QCryptographicHash::Sha256).toHex();
    case Kind::Sha256:
        return QCryptographicHash::hash(value, QCryptographicHash::Sha256);
    case Kind::Crc32Decimal:
        return checkSum(value);
    case Kind::Lower:
        return value.toLower();
    case Kind::Base64Url:
        return value.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    case Kind::Unescape:
        return percentDecoded(value, QByteArrayView(filter.argument));
    case Kind::HmacSha256Hex:
        return keyed(value, secret, QCryptographicHash::Sha256).toHex();
    case Kind::HmacSha256Base64:
        return keyed(value, secret, QCryptographicHash::Sha256).toBase64();
    case Kind::HmacSha1Hex:
        return keyed(value, secret, QCryptographicHash::Sha1).toHex();
    }
    return value;
}

} // namespace

QByteArray filtered(QByteArray value, const std::vector<TemplateFilter>& filters, QByteArrayView secret)
{
    for (const TemplateFilter& filter : filters)
        value = filteredOnce(value, filter, secret);
    return value;
}

} // namespace hookloupe
