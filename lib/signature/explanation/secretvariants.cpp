// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/explanation/secretvariants.h"

#include "signature/keymaterial.h"

#include <QString>

namespace hookloupe {

namespace {

constexpr const char* Quotes = "\"'`";

/// A prefix of the kind "whsec_" or "sk_test_"; empty without one.
QByteArray namePrefix(const QByteArray& secret)
{
    const qsizetype end = secret.lastIndexOf('_', 12);
    for (qsizetype i = 0; i < end; ++i) {
        if (!((secret[i] >= 'a' && secret[i] <= 'z') || secret[i] == '_'))
            return {};
    }
    return end > 0 ? secret.left(end + 1) : QByteArray();
}

class SecretVariants {
public:
    SecretVariants(const KeyRule& rule, const QByteArray& secret)
        : m_rule(rule)
        , m_secret(secret)
    {
    }

    std::vector<SecretVariant> take()
    {
        blanks();
        quotes();
        if (isSharedKey(m_rule.encoding)) {
            prefixes();
            encodings();
        }
        return std::move(m_variants);
    }

private:
    void add(const char* cause, const QByteArray& value) { m_variants.push_back({ cause, value, m_rule }); }

    void blanks()
    {
        constexpr const char* Cause = "secret-whitespace";
        QByteArray joined = m_secret.simplified();
        joined.replace(' ', "");
        if (m_secret.trimmed() != m_secret)
            add(Cause, m_secret.trimmed());
        if (joined != m_secret && joined != m_secret.trimmed())
            add(Cause, joined);
        for (const char* end : { "\n", "\r\n", " " })
            add(Cause, m_secret + end);
        add(Cause, ' ' + m_secret);
    }

    void quotes()
    {
        constexpr const char* Cause = "secret-quotes";
        const char first = m_secret.size() > 2 ? m_secret.front() : '\0';
        if (first != '\0' && QByteArrayView(Quotes).contains(first) && m_secret.endsWith(first))
            add(Cause, m_secret.mid(1, m_secret.size() - 2));
        for (const char quote : { '"', '\'' })
            add(Cause, quote + m_secret + quote);
    }

    void prefixes()
    {
        KeyRule plain = m_rule;
        plain.strip.clear();
        for (const QByteArray& prefix : m_rule.strip) {
            if (!m_secret.startsWith(prefix))
                continue;
            KeyRule text = plain;
            text.encoding = KeyRule::Encoding::Utf8;
            m_variants.push_back({ "secret-prefix-kept", m_secret, text });
            m_variants.push_back({ "secret-prefix-kept", m_secret, plain });
        }
        if (!m_rule.strip.empty())
            return;
        if (const QByteArray prefix = namePrefix(m_secret); !prefix.isEmpty())
            add("secret-prefix-stripped", m_secret.mid(prefix.size()));
        for (const char* prefix : { "whsec_", "Bearer " }) {
            if (!m_secret.startsWith(prefix))
                add("secret-prefix-stripped", prefix + m_secret);
        }
        if (m_secret.startsWith("Bearer "))
            add("secret-prefix-kept", m_secret.mid(7));
    }

    void encodings()
    {
        using Encoding = KeyRule::Encoding;
        for (const Encoding encoding : { Encoding::Utf8, Encoding::Hex, Encoding::Base64 }) {
            if (encoding == m_rule.encoding || encoding == m_rule.fallback)
                continue;
            KeyRule rule = m_rule;
            rule.encoding = encoding;
            rule.fallback.reset();
            m_variants.push_back({ "secret-encoding", m_secret, rule });
        }
        if (m_rule.encoding == Encoding::Utf8) {
            add("secret-encoding", m_secret.toBase64());
            add("secret-encoding", m_secret.toHex());
        }
    }

    const KeyRule& m_rule;
    const QByteArray& m_secret;
    std::vector<SecretVariant> m_variants;
};

} // namespace

std::vector<SecretVariant> secretVariants(const KeyRule& rule, const QByteArray& secret)
{
    return SecretVariants(rule, secret).take();
}

} // namespace hookloupe
