// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/keymaterial.h"

#include "signature/crypto/hash.h"
#include "signature/crypto/textcoding.h"

#include <QString>

#include <optional>

namespace hookloupe {

namespace {

std::optional<QByteArray> decoded(KeyRule::Encoding encoding, QByteArrayView text)
{
    switch (encoding) {
    case KeyRule::Encoding::Hex:
        return bytesFromHex(text, HexCase::Any);
    case KeyRule::Encoding::Base64:
        return bytesFromBase64(text, Base64Alphabet::Any, Base64Strictness::Lenient);
    default:
        return text.toByteArray();
    }
}

} // namespace

bool isSharedKey(KeyRule::Encoding encoding)
{
    return encoding == KeyRule::Encoding::Utf8 || encoding == KeyRule::Encoding::Hex
        || encoding == KeyRule::Encoding::Base64;
}

std::vector<KeyMaterial> keyMaterials(const KeyRule& rule, QByteArrayView secret)
{
    QByteArrayView text = secret;
    bool isStripped = false;
    for (const QByteArray& prefix : rule.strip) {
        if (text.startsWith(prefix)) {
            text = text.sliced(prefix.size());
            isStripped = true;
            break;
        }
    }
    QByteArray normalized;
    if (rule.isNfkdNormalized) {
        normalized = QString::fromUtf8(text).normalized(QString::NormalizationForm_KD).toUtf8();
        text = normalized;
    }
    std::vector<KeyMaterial> materials;
    const auto add = [&](KeyRule::Encoding encoding, bool isFallback) {
        std::optional<QByteArray> bytes = decoded(encoding, text);
        if (!bytes)
            return;
        if (rule.isSha1Derived)
            bytes = digest(HashAlgorithm::Sha1, *bytes);
        materials.push_back({ *std::move(bytes), encoding, isFallback });
    };
    add(rule.encoding, false);
    if (rule.fallback && !isStripped)
        add(*rule.fallback, true);
    return materials;
}

} // namespace hookloupe
