// SPDX-License-Identifier: GPL-3.0-or-later
#include "profile/contenttemplate.h"

#include <QList>
#include <QString>

#include <algorithm>
#include <optional>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct FilterWord {
    const char* text;
    TemplateFilter::Kind kind;
};

constexpr FilterWord Filters[] {
    { "sha256hex", TemplateFilter::Kind::Sha256Hex },
    { "sha256", TemplateFilter::Kind::Sha256 },
    { "crc32dec", TemplateFilter::Kind::Crc32Decimal },
    { "lower", TemplateFilter::Kind::Lower },
    { "base64url", TemplateFilter::Kind::Base64Url },
    { "unescape", TemplateFilter::Kind::Unescape },
    { "hmac_sha256_hex", TemplateFilter::Kind::HmacSha256Hex },
    { "hmac_sha256_base64", TemplateFilter::Kind::HmacSha256Base64 },
    { "hmac_sha1_hex", TemplateFilter::Kind::HmacSha1Hex },
};

std::optional<TemplateFilter> parseFilter(QByteArrayView text)
{
    const qsizetype equals = text.indexOf('=');
    const QByteArrayView word = equals < 0 ? text : text.first(equals);
    for (const FilterWord& known : Filters) {
        if (word != known.text)
            continue;
        const bool wantsArgument = known.kind == TemplateFilter::Kind::Unescape;
        const QByteArray argument = equals < 0 ? QByteArray() : text.sliced(equals + 1).toByteArray();
        if (wantsArgument ? argument.isEmpty() : equals >= 0)
            return std::nullopt;
        return TemplateFilter { known.kind, argument };
    }
    return std::nullopt;
}

QString atColumn(qsizetype offset, const QString& what)
{
    return u"column %1: %2"_s.arg(offset + 1).arg(what);
}

/// Reads one template from left to right.
class Parser {
public:
    explicit Parser(QByteArrayView text)
        : m_text(text)
    {
    }

    Result<std::vector<ContentTemplate::Part>, QString> run();

private:
    void flush();
    QString open();
    QString close();
    QString place();

    QByteArrayView m_text;
    qsizetype m_at = 0;
    QByteArray m_literal;
    int m_group = 0; ///< the one that is open; 0: none
    int m_groups = 0; ///< how many there were
    bool m_groupHasValue = false;
    std::vector<ContentTemplate::Part> m_parts;
};

void Parser::flush()
{
    if (m_literal.isEmpty())
        return;
    ContentTemplate::Part part;
    part.text = std::exchange(m_literal, {});
    part.group = m_group;
    m_parts.push_back(std::move(part));
}

QString Parser::open()
{
    if (m_group > 0)
        return atColumn(m_at, u"a [[ stands within another; groups do not nest."_s);
    flush();
    m_group = ++m_groups;
    m_groupHasValue = false;
    m_at += 2;
    return {};
}

QString Parser::close()
{
    if (!m_groupHasValue)
        return atColumn(m_at, u"the group that ends here holds no {value} that could be absent; drop its brackets."_s);
    flush();
    m_group = 0;
    m_at += 2;
    return {};
}

QString Parser::place()
{
    const qsizetype begin = m_at;
    const qsizetype end = m_text.indexOf('}', begin);
    if (end < 0)
        return atColumn(begin, u"a { has no }; write {{ for a brace that is text."_s);
    flush();
    const QList<QByteArray> words = m_text.sliced(begin + 1, end - begin - 1).toByteArray().split('|');
    QByteArray name = words.front();
    ContentTemplate::Part part;
    part.isText = false;
    part.group = m_group;
    part.isOptional = name.endsWith('?');
    if (part.isOptional)
        name.chop(1);
    const std::optional<Locator> locator = parseLocator(name);
    if (!locator)
        return atColumn(begin,
            u"\"%1\" names no value; known are body, method, url, path, header:NAME, json:/POINTER and the others of the manual."_s
                .arg(QString::fromUtf8(name)));
    part.locator = *locator;
    for (qsizetype i = 1; i < words.size(); ++i) {
        const std::optional<TemplateFilter> filter = parseFilter(words[i]);
        if (!filter)
            return atColumn(
                begin, u"\"%1\" is no filter, or its argument is wrong."_s.arg(QString::fromUtf8(words[i])));
        part.filters.push_back(*filter);
    }
    m_groupHasValue |= m_group > 0 && !part.isOptional;
    m_parts.push_back(std::move(part));
    m_at = end + 1;
    return {};
}

Result<std::vector<ContentTemplate::Part>, QString> Parser::run()
{
    while (m_at < m_text.size()) {
        const QByteArrayView rest = m_text.sliced(m_at);
        QString problem;
        if (rest.startsWith("{{")) {
            m_literal += '{';
            m_at += 2;
        } else if (rest.startsWith("[[")) {
            problem = open();
        } else if (m_group > 0 && rest.startsWith("]]")) {
            problem = close();
        } else if (rest.front() == '{') {
            problem = place();
        } else {
            m_literal += rest.front();
            ++m_at;
        }
        if (!problem.isEmpty())
            return Unexpected(problem);
        if (m_parts.size() > ContentTemplate::MaxParts)
            return Unexpected(u"a template has at most %1 parts; shorten it."_s.arg(ContentTemplate::MaxParts));
    }
    if (m_group > 0)
        return Unexpected(u"a [[ has no ]] to end it."_s);
    flush();
    return std::move(m_parts);
}

bool isWholeBody(const ContentTemplate::Part& part)
{
    // A digest of the body stands for its bytes; its lower-case form does not.
    return !part.isText && part.locator.kind == Locator::Kind::Body
        && std::none_of(part.filters.begin(), part.filters.end(),
            [](const TemplateFilter& filter) { return filter.kind == TemplateFilter::Kind::Lower; });
}

} // namespace

Result<ContentTemplate, QString> ContentTemplate::parse(QByteArrayView text)
{
    if (text.size() > MaxTextBytes)
        return Unexpected(u"a template has at most %1 bytes; shorten it."_s.arg(MaxTextBytes));
    auto parts = Parser(text).run();
    if (!parts)
        return Unexpected(parts.error());
    const auto bodies = std::count_if(parts->begin(), parts->end(),
        [](const Part& part) { return !part.isText && part.locator.kind == Locator::Kind::Body; });
    if (bodies > 2)
        return Unexpected(u"the body stands more than twice in it; use it once."_s);
    ContentTemplate content;
    content.m_parts = std::move(*parts);
    return content;
}

bool ContentTemplate::coversBody() const
{
    return std::any_of(m_parts.begin(), m_parts.end(), isWholeBody);
}

bool ContentTemplate::Part::needsSecret() const
{
    return std::any_of(filters.begin(), filters.end(),
        [](const TemplateFilter& filter) { return filter.kind >= TemplateFilter::Kind::HmacSha256Hex; });
}

bool ContentTemplate::needsSecret() const
{
    return std::any_of(m_parts.begin(), m_parts.end(), [](const Part& part) { return part.needsSecret(); });
}

QByteArray ContentTemplate::toText() const
{
    QByteArray text;
    int group = 0;
    for (const Part& part : m_parts) {
        if (part.group != group) {
            text += group > 0 ? "]]" : "";
            text += part.group > 0 ? "[[" : "";
            group = part.group;
        }
        if (part.isText) {
            text += QByteArray(part.text).replace("{", "{{");
            continue;
        }
        text += '{' + hookloupe::toText(part.locator) + (part.isOptional ? "?" : "");
        for (const TemplateFilter& filter : part.filters) {
            const auto* const known = std::find_if(std::begin(Filters), std::end(Filters),
                [&](const FilterWord& word) { return word.kind == filter.kind; });
            text += QByteArray("|") + known->text;
            if (!filter.argument.isEmpty())
                text += '=' + filter.argument;
        }
        text += '}';
    }
    return group > 0 ? QByteArray(text + "]]") : text;
}

} // namespace hookloupe
