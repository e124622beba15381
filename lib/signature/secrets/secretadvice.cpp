// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/secrets/secretadvice.h"

#include "signature/crypto/publickey.h"
#include "signature/keymaterial.h"

#include <algorithm>

namespace hookloupe {

namespace {

bool isBlank(char byte)
{
    return byte == ' ' || byte == '\t';
}

bool isLineEnd(char byte)
{
    return byte == '\n' || byte == '\r';
}

bool isQuoted(QByteArrayView text)
{
    constexpr QByteArrayView Quotes("\"'`");
    return text.size() > 2 && text.front() == text.back() && Quotes.contains(text.front());
}

bool decodesFor(const Scheme& scheme, QByteArrayView secret)
{
    if (isSharedKey(scheme.key.encoding))
        return !keyMaterials(scheme.key, secret).empty();
    return PublicKey::read(scheme.key.encoding, secret).has_value();
}

bool hasKey(const Scheme& scheme)
{
    return scheme.algorithm != SignatureAlgorithm::None;
}

} // namespace

std::vector<SecretOddity> secretOddities(QByteArrayView secret, const Profile* profile)
{
    std::vector<SecretOddity> oddities;
    if (secret.isEmpty())
        return oddities;
    const QByteArrayView core = secret.trimmed();
    const QByteArrayView before = secret.first(core.isEmpty() ? secret.size() : core.data() - secret.data());
    const QByteArrayView behind = secret.sliced(before.size() + core.size());
    const bool isPem = core.startsWith("-----BEGIN ");
    const auto any = [&](auto is) {
        return std::any_of(before.begin(), before.end(), is) || std::any_of(behind.begin(), behind.end(), is);
    };
    if (any(isBlank))
        oddities.push_back(SecretOddity::WhiteSpaceAround);
    if (!isPem && any(isLineEnd))
        oddities.push_back(SecretOddity::LineEnd);
    if (!isPem && std::any_of(core.begin(), core.end(), isLineEnd))
        oddities.push_back(SecretOddity::LineEndInside);
    if (isQuoted(core))
        oddities.push_back(SecretOddity::InQuotes);
    if (isPem && core.contains("PRIVATE KEY-----"))
        oddities.push_back(SecretOddity::PrivateKey);
    if (!profile)
        return oddities;
    if (!prefixLeftOff(secret, *profile).isEmpty())
        oddities.push_back(SecretOddity::PrefixLeftOff);
    if (needsSecret(*profile)
        && std::none_of(profile->schemes.begin(), profile->schemes.end(),
            [secret](const Scheme& scheme) { return hasKey(scheme) && decodesFor(scheme, secret); }))
        oddities.push_back(SecretOddity::DoesNotDecode);
    return oddities;
}

QByteArray cleanedSecret(QByteArrayView secret)
{
    QByteArrayView core = secret.trimmed();
    if (isQuoted(core))
        core = core.sliced(1, core.size() - 2).trimmed();
    return core.toByteArray();
}

QByteArray prefixLeftOff(QByteArrayView secret, const Profile& profile)
{
    for (const Scheme& scheme : profile.schemes) {
        for (const QByteArray& prefix : scheme.key.strip) {
            if (secret.startsWith(prefix))
                return prefix;
        }
    }
    return {};
}

bool needsSecret(const Profile& profile)
{
    return std::any_of(profile.schemes.begin(), profile.schemes.end(), hasKey);
}

bool takesPublicKey(const Profile& profile)
{
    return std::any_of(profile.schemes.begin(), profile.schemes.end(),
        [](const Scheme& scheme) { return hasKey(scheme) && !isSharedKey(scheme.key.encoding); });
}

bool takesSharedSecret(const Profile& profile)
{
    return std::any_of(profile.schemes.begin(), profile.schemes.end(),
        [](const Scheme& scheme) { return hasKey(scheme) && isSharedKey(scheme.key.encoding); });
}

} // namespace hookloupe
