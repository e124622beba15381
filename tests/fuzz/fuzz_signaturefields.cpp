// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever stands where a signature stands: it is taken apart within its limits, and what was written is read again.
// The first bytes choose the grammar and its separators.
#include "signature/signaturefields.h"
#include "signature/signingtime.h"
#include "signature/urlvariants.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace hookloupe;

namespace {

void require(bool holds, const char* property)
{
    if (holds)
        return;
    std::fprintf(stderr, "Violated: %s\n", property);
    std::abort();
}

void checkLists(const std::vector<SignatureFields>& lists, const SignatureRule& rule, QByteArrayView text)
{
    require(!lists.empty() && lists.size() <= SignatureFields::MaxLists, "the number of lists is bounded");
    qsizetype total = 0;
    for (const SignatureFields& list : lists) {
        require(list.signatures.size() <= SignatureFields::MaxSignatures, "the number of signatures is bounded");
        require(list.fields.size() <= SignatureFields::MaxFields, "the number of fields is bounded");
        for (const QByteArray& signature : list.signatures) {
            require(!signature.isEmpty(), "an empty signature is none");
            require(text.contains(signature), "a signature is a part of the text");
            total += signature.size();
            const std::optional<QByteArray> bytes = decodedSignature(rule.encoding, signature);
            // One text for one value: no bit of an accepted text can be changed without changing the bytes, but for
            // the case of letters where either is accepted.
            if (bytes && rule.encoding != SignatureRule::Encoding::Text) {
                QByteArray again = encodedSignature(rule.encoding, *bytes);
                const bool isAnyCase = rule.encoding == SignatureRule::Encoding::AnyHex;
                QByteArray shown = isAnyCase ? signature.toLower() : signature;
                while (again.endsWith('='))
                    again.chop(1);
                while (shown.endsWith('='))
                    shown.chop(1);
                require(
                    again == shown || rule.encoding == SignatureRule::Encoding::HexInBase64, "encoding is canonical");
            }
        }
    }
    require(total <= text.size(), "nothing is told twice");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 3)
        return 0;
    SignatureRule rule;
    rule.grammar = static_cast<SignatureRule::Grammar>(data[0] % 6);
    rule.encoding = static_cast<SignatureRule::Encoding>(data[1] % 7);
    rule.separator = QByteArray(1, ",; &"[data[2] % 4]);
    rule.assign = QByteArray(1, "=,|"[data[2] / 4 % 3]);
    rule.field = "v1";
    rule.prefix = data[2] % 16 == 0 ? "sha256=" : data[2] % 16 == 1 ? "Bearer " : "";
    rule.names = { "ts" };
    rule.outerSeparator = data[2] >= 128 ? " " : "";
    const QByteArrayView text(reinterpret_cast<const char*>(data) + 3, static_cast<qsizetype>(size) - 3);
    checkLists(parseSignatureFields(rule, text), rule, text);
    const QByteArray bytes = text.toByteArray();
    for (const TimeRule::Unit unit :
        { TimeRule::Unit::Seconds, TimeRule::Unit::Milliseconds, TimeRule::Unit::Rfc3339 }) {
        if (const auto time = parseSigningTime(text, unit))
            require(
                parseSigningTime(signingTimeText(*time, TimeRule::Unit::Rfc3339), TimeRule::Unit::Rfc3339).has_value(),
                "a time that was read can be written");
    }
    require(urlVariants(bytes).size() <= 7, "the number of variants is bounded");
    require(numberedHeaders({ { bytes, "a" }, { "x-1", bytes } }, "x-").size() <= 2, "headers are not invented");
    return 0;
}
