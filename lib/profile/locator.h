// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>
#include <vector>

namespace hookloupe {

/// Names one value of a request, in a profile's language.
///
/// Written `body`, `method`, `url`, `url_noquery`, `path` (with its query), `query_sorted` (name=value joined by `&`,
/// absent without a query), `form_sorted` (names and values one behind the other, empty without a form),
/// `header:NAME`, `query:NAME`, `form:NAME`, `json:/POINTER`, `item:/POINTER` (relative to the item of `foreach`),
/// `sig:FIELD` (a field of the signature's own header), `named_headers:NAME` (the headers that header NAME lists, as
/// "name:value" joined by `;`, names in lower case), `param:NAME` (a setting of the endpoint), `const:TEXT`.
struct Locator {
    enum class Kind : quint8 {
        Body,
        Method,
        Url,
        UrlWithoutQuery,
        Path,
        QuerySorted,
        FormSorted,
        Header,
        Query,
        Form,
        Json,
        Item,
        SignatureField,
        NamedHeaders,
        Param,
        Constant,
    };

    Kind kind = Kind::Body;
    QByteArray name; ///< what stands behind the colon; empty for kinds without one

    bool operator==(const Locator&) const = default;
};

/// \return nothing for a text that is none of the forms above (unknown word, missing or superfluous name, a JSON
///         pointer that is none by RFC 6901)
std::optional<Locator> parseLocator(QByteArrayView text);
QByteArray toText(const Locator& locator);

/// True for a JSON pointer by RFC 6901: empty, or `/`-led steps with `~0` and `~1` as the only escapes.
bool isJsonPointer(QByteArrayView text);
/// The steps of a JSON pointer, unescaped. \param pointer  one by isJsonPointer()
std::vector<QByteArray> jsonPointerSteps(QByteArrayView pointer);
/// One step as it stands in a pointer, with its slash: "a/b" gives "/a~1b".
QByteArray jsonPointerStep(QByteArray name);

} // namespace hookloupe
