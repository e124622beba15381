// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signaturefields.h"

#include "http/requesthead.h"
#include "signature/crypto/textcoding.h"

#include <algorithm>

namespace hookloupe {

namespace {

/// Feeds the parts between separators, white space around them taken off; stops when \p visit says so.
template<typename Visit>
void forEachPart(QByteArrayView text, QByteArrayView separator, const Visit& visit)
{
    while (true) {
        const qsizetype end = separator.isEmpty() ? -1 : text.indexOf(separator);
        if (!visit((end < 0 ? text : text.first(end)).trimmed()) || end < 0)
            return;
        text = text.sliced(end + separator.size());
    }
}

class FieldParser {
public:
    explicit FieldParser(const SignatureRule& rule)
        : m_rule(rule)
    {
    }

    SignatureFields take() { return std::move(m_result); }

    void addSignature(QByteArrayView text)
    {
        if (const auto signature = withoutPrefix(text, m_rule.prefix);
            signature && !signature->isEmpty() && m_result.signatures.size() < SignatureFields::MaxSignatures)
            m_result.signatures.push_back(signature->toByteArray());
    }

    void addField(QByteArrayView name, QByteArrayView value)
    {
        if (m_result.fields.size() < SignatureFields::MaxFields)
            m_result.fields.emplace_back(name.toByteArray(), value.toByteArray());
    }

    void parseTagged(QByteArrayView text, bool keepsFields)
    {
        std::size_t count = 0;
        forEachPart(text, m_rule.separator, [&](QByteArrayView part) {
            const qsizetype assign = part.indexOf(m_rule.assign);
            if (assign < 0)
                return true;
            const QByteArrayView name = part.first(assign).trimmed();
            const QByteArrayView value = part.sliced(assign + m_rule.assign.size()).trimmed();
            if (name == m_rule.field)
                addSignature(value);
            else if (keepsFields)
                addField(name, value);
            return ++count < SignatureFields::MaxFields;
        });
    }

    void parsePositional(QByteArrayView text)
    {
        std::size_t index = 0;
        forEachPart(text, m_rule.separator, [&](QByteArrayView part) {
            if (index < m_rule.names.size())
                addField(m_rule.names.at(index), part);
            else
                addSignature(part);
            return ++index < SignatureFields::MaxFields;
        });
    }

    void parsePairs(QByteArrayView text, QByteArrayView selected)
    {
        std::size_t count = 0;
        forEachPart(text, m_rule.separator, [&](QByteArrayView part) {
            const qsizetype assign = part.indexOf(m_rule.assign);
            if (assign >= 0 && (selected.isEmpty() || part.first(assign) == selected))
                addSignature(part.sliced(assign + m_rule.assign.size()));
            return ++count < SignatureFields::MaxFields;
        });
    }

private:
    const SignatureRule& m_rule;
    SignatureFields m_result;
};

} // namespace

std::optional<QByteArrayView> withoutPrefix(QByteArrayView text, QByteArrayView prefix)
{
    if (text.size() < prefix.size())
        return std::nullopt;
    const QByteArrayView begin = text.first(prefix.size());
    const bool isScheme = prefix.endsWith(' ');
    if (isScheme ? !equalsIgnoringCase(begin, prefix) : begin != prefix)
        return std::nullopt;
    return isScheme ? text.sliced(prefix.size()).trimmed() : text.sliced(prefix.size());
}

std::vector<SignatureFields> parseSignatureFields(
    const SignatureRule& rule, QByteArrayView text, QByteArrayView selected)
{
    using Grammar = SignatureRule::Grammar;
    std::vector<SignatureFields> lists;
    if (rule.grammar == Grammar::KeyValue && !rule.outerSeparator.isEmpty()) {
        forEachPart(text, rule.outerSeparator, [&](QByteArrayView list) {
            FieldParser parser(rule);
            parser.parseTagged(list, true);
            lists.push_back(parser.take());
            return lists.size() < SignatureFields::MaxLists;
        });
        return lists;
    }
    FieldParser parser(rule);
    switch (rule.grammar) {
    case Grammar::Plain:
    case Grammar::Numbered:
        parser.addSignature(text);
        break;
    case Grammar::KeyValue:
    case Grammar::List:
        parser.parseTagged(text, rule.grammar == Grammar::KeyValue);
        break;
    case Grammar::Positional:
        parser.parsePositional(text);
        break;
    case Grammar::Pairs:
        parser.parsePairs(text, selected);
        break;
    }
    lists.push_back(parser.take());
    return lists;
}

std::vector<QByteArray> numberedHeaders(const HeaderList& headers, QByteArrayView prefix)
{
    std::vector<std::pair<int, QByteArray>> found;
    for (const auto& [name, value] : headers) {
        if (name.size() <= prefix.size() || !equalsIgnoringCase(QByteArrayView(name).first(prefix.size()), prefix))
            continue;
        bool isNumber = false;
        const int number = name.mid(prefix.size()).toInt(&isNumber);
        if (isNumber && number > 0)
            found.emplace_back(number, value);
    }
    std::stable_sort(
        found.begin(), found.end(), [](const auto& left, const auto& right) { return left.first < right.first; });
    std::vector<QByteArray> values;
    for (auto& [number, value] : found) {
        if (values.size() < SignatureFields::MaxSignatures)
            values.push_back(std::move(value));
    }
    return values;
}

std::optional<QByteArray> decodedSignature(SignatureRule::Encoding encoding, QByteArrayView text)
{
    using Encoding = SignatureRule::Encoding;
    switch (encoding) {
    case Encoding::Hex:
        return bytesFromHex(text, HexCase::Lower);
    case Encoding::UpperHex:
        return bytesFromHex(text, HexCase::Upper);
    case Encoding::AnyHex:
        return bytesFromHex(text, HexCase::Any);
    case Encoding::Base64:
        return bytesFromBase64(text, Base64Alphabet::Standard, Base64Strictness::Canonical);
    case Encoding::Base64Url:
        return bytesFromBase64(text, Base64Alphabet::UrlSafe, Base64Strictness::Canonical);
    case Encoding::HexInBase64: {
        const auto hex = bytesFromBase64(text, Base64Alphabet::Standard, Base64Strictness::Canonical);
        return hex ? bytesFromHex(*hex, HexCase::Lower) : std::nullopt;
    }
    case Encoding::Text:
        return text.toByteArray();
    }
    return std::nullopt;
}

QByteArray encodedSignature(SignatureRule::Encoding encoding, const QByteArray& signature)
{
    using Encoding = SignatureRule::Encoding;
    switch (encoding) {
    case Encoding::Hex:
    case Encoding::AnyHex:
        return signature.toHex();
    case Encoding::UpperHex:
        return signature.toHex().toUpper();
    case Encoding::Base64:
        return signature.toBase64();
    case Encoding::Base64Url:
        return toBase64Url(signature);
    case Encoding::HexInBase64:
        return signature.toHex().toBase64();
    case Encoding::Text:
        return signature;
    }
    return {};
}

} // namespace hookloupe
