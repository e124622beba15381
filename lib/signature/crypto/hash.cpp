// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/crypto/hash.h"

#include "signature/crypto/opensslptr.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>

#include <array>

namespace hookloupe {

namespace {

constexpr std::size_t HashCount = static_cast<std::size_t>(HashAlgorithm::Sha512) + 1;

/// OpenSSL's names, by HashAlgorithm.
constexpr std::array<const char*, HashCount> HashNames { "", "MD5", "SHA1", "SHA2-256", "SHA2-384", "SHA2-512" };

std::size_t indexOf(HashAlgorithm hash)
{
    return static_cast<std::size_t>(hash);
}

const unsigned char* bytesOf(QByteArrayView view)
{
    // A null pointer would tell OpenSSL that no key is given, where an empty one is meant.
    static constexpr unsigned char Nothing = 0;
    return view.isEmpty() ? &Nothing : reinterpret_cast<const unsigned char*>(view.data());
}

/// A context for HMACs of one hash; null where OpenSSL refuses the hash.
MacContextPtr createMacContext(HashAlgorithm hash)
{
    static EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    MacContextPtr context(mac ? EVP_MAC_CTX_new(mac) : nullptr);
    if (!context)
        return nullptr;
    std::array<OSSL_PARAM, 2> params { OSSL_PARAM_construct_utf8_string(
                                           OSSL_MAC_PARAM_DIGEST, const_cast<char*>(HashNames.at(indexOf(hash))), 0),
        OSSL_PARAM_construct_end() };
    return EVP_MAC_CTX_set_params(context.get(), params.data()) == 1 ? std::move(context) : nullptr;
}

} // namespace

const EVP_MD* fetchedHash(HashAlgorithm hash)
{
    static const std::array<EVP_MD*, HashCount> Hashes = [] {
        std::array<EVP_MD*, HashCount> hashes {};
        for (std::size_t i = 1; i < HashCount; ++i)
            hashes.at(i) = EVP_MD_fetch(nullptr, HashNames.at(i), nullptr);
        return hashes;
    }();
    return Hashes.at(indexOf(hash));
}

qsizetype digestSize(HashAlgorithm hash)
{
    constexpr std::array<qsizetype, HashCount> Sizes { 0, 16, 20, 32, 48, 64 };
    return Sizes.at(indexOf(hash));
}

QByteArray hmac(HashAlgorithm hash, QByteArrayView key, QByteArrayView data)
{
    thread_local std::array<MacContextPtr, HashCount> contexts;
    if (hash == HashAlgorithm::None)
        return {};
    MacContextPtr& context = contexts.at(indexOf(hash));
    if (!context)
        context = createMacContext(hash);
    QByteArray result(digestSize(hash), Qt::Uninitialized);
    std::size_t length = 0;
    const bool isMade = context
        && EVP_MAC_init(context.get(), bytesOf(key), static_cast<std::size_t>(key.size()), nullptr) == 1
        && EVP_MAC_update(context.get(), bytesOf(data), static_cast<std::size_t>(data.size())) == 1
        && EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(result.data()), &length,
               static_cast<std::size_t>(result.size()))
            == 1;
    return isMade ? result : QByteArray();
}

QByteArray digest(HashAlgorithm hash, QByteArrayView data)
{
    const EVP_MD* const algorithm = fetchedHash(hash);
    thread_local const MdContextPtr context(EVP_MD_CTX_new());
    QByteArray result(digestSize(hash), Qt::Uninitialized);
    const bool isMade = algorithm && context && EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1
        && EVP_DigestUpdate(context.get(), data.data(), static_cast<std::size_t>(data.size())) == 1
        && EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(result.data()), nullptr) == 1;
    return isMade ? result : QByteArray();
}

bool isEqualInConstantTime(QByteArrayView left, QByteArrayView right)
{
    return left.size() == right.size()
        && CRYPTO_memcmp(left.data(), right.data(), static_cast<std::size_t>(left.size())) == 0;
}

} // namespace hookloupe
