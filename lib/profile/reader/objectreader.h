// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/contenttemplate.h"
#include "profile/locator.h"
#include "profile/profilereader.h"
#include "profile/reader/jsonnode.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

namespace hookloupe {

/// Collects what is wrong in one file; stops collecting at MaxErrors.
class ProfileErrors {
public:
    static constexpr std::size_t MaxErrors = 100;

    explicit ProfileErrors(QString file)
        : m_file(std::move(file))
    {
    }

    void add(const JsonNode& where, const QString& detail) { add(where.pointer, detail); }
    void add(const QString& pointer, const QString& detail);
    const std::vector<ProfileError>& list() const { return m_errors; }

private:
    QString m_file;
    std::vector<ProfileError> m_errors;
};

/// A word of the file for a value of an enumeration.
template<typename Enum>
struct KnownWord {
    const char* text;
    Enum value;
};

/// Reads one object of a profile, key by key; what was not asked for is an error in finish().
class ObjectReader {
public:
    /// \param what  names the object in sentences: "a scheme"
    /// \param node, errors  outlive the reader
    ObjectReader(const JsonNode& node, ProfileErrors& errors, const char* what);

    const JsonNode& node() const { return m_node; }
    ProfileErrors& errors() { return m_errors; }
    bool isObject() const { return m_node.is(JsonNode::Kind::Object); }

    /// \return null when it is absent
    const JsonNode* take(const char* key);
    /// The same, but its absence is an error.
    const JsonNode* require(const char* key, const char* remedy);
    /// An object or array of that key; another kind is an error and gives null.
    const JsonNode* takeObject(const char* key);
    const JsonNode* takeArray(const char* key, std::size_t limit);

    /// A string; not empty. \return nothing when absent or wrong
    std::optional<QByteArray> string(const char* key);
    std::optional<QByteArray> requiredString(const char* key, const char* remedy);
    bool flag(const char* key);
    /// A number from 0 to \p most.
    std::optional<double> number(const char* key, double most);
    /// Whole seconds from 0 to \p most.
    std::chrono::seconds seconds(const char* key, std::chrono::seconds most);
    std::optional<Locator> locator(const char* key);
    std::optional<ContentTemplate> content(const char* key);
    /// Strings of an array; one string counts as an array of one.
    std::vector<QByteArray> strings(const char* key);
    /// The steps of a path such as "/events/*".
    std::vector<QByteArray> itemPath(const char* key);

    template<typename Enum, std::size_t Count>
    std::optional<Enum> word(const char* key, const KnownWord<Enum> (&words)[Count])
    {
        const std::optional<QByteArray> text = string(key);
        if (!text)
            return std::nullopt;
        QByteArray known;
        for (const KnownWord<Enum>& candidate : words) {
            if (*text == candidate.text)
                return candidate.value;
            known += QByteArray(known.isEmpty() ? "" : ", ") + candidate.text;
        }
        unknownWord(key, *text, known);
        return std::nullopt;
    }

    /// Says what was there but not asked for, and what stands twice.
    void finish();

private:
    void unknownWord(const char* key, const QByteArray& text, const QByteArray& known);
    void wrongKind(const JsonNode& node, const char* wanted);

    const JsonNode& m_node;
    ProfileErrors& m_errors;
    const char* m_what;
    std::vector<QByteArray> m_known;
};

/// Readers of single values that also stand in arrays and as keys. \return nothing after an error
std::optional<Locator> readLocator(const JsonNode& where, QByteArrayView text, ProfileErrors& errors);
std::optional<ContentTemplate> readTemplate(const JsonNode& where, QByteArrayView text, ProfileErrors& errors);

} // namespace hookloupe
