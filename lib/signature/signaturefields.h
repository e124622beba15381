// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/headerlist.h"
#include "profile/profile.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <utility>
#include <vector>

namespace hookloupe {

/// What stands where a scheme's signature stands, taken apart by its grammar: one list of fields.
struct SignatureFields {
    std::vector<QByteArray> signatures; ///< as written, in order, without tags and prefixes; at most MaxSignatures
    std::vector<std::pair<QByteArray, QByteArray>> fields; ///< for `sig:` locators; at most MaxFields

    static constexpr std::size_t MaxSignatures = 16;
    static constexpr std::size_t MaxFields = 64;
    static constexpr std::size_t MaxLists = 16;
};

/// Takes the text of a signature apart. Total and linear; entries that are not of the grammar are passed over, so that
/// no signatures at all is the only failure.
/// \param selected  for Pairs: the name of our entry; empty: every entry counts
/// \return one list; several where the rule has an outer separator, at most SignatureFields::MaxLists
std::vector<SignatureFields> parseSignatureFields(
    const SignatureRule& rule, QByteArrayView text, QByteArrayView selected = {});

/// The values of the headers whose names are \p prefix and a number, in the order of the numbers (Numbered).
/// \return at most SignatureFields::MaxSignatures
std::vector<QByteArray> numberedHeaders(const HeaderList& headers, QByteArrayView prefix);

/// The text without its prefix; nothing where it does not begin so. A prefix that ends in a blank names an
/// authentication scheme, which is compared without regard to case (RFC 9110 section 11.1).
std::optional<QByteArrayView> withoutPrefix(QByteArrayView text, QByteArrayView prefix);

/// The bytes of one signature as written; nothing where it is not of that encoding.
std::optional<QByteArray> decodedSignature(SignatureRule::Encoding encoding, QByteArrayView text);

/// The other direction: how a signature is written.
QByteArray encodedSignature(SignatureRule::Encoding encoding, const QByteArray& signature);

} // namespace hookloupe
