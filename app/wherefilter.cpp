// SPDX-License-Identifier: GPL-3.0-or-later
#include "wherefilter.h"

#include "query/filterparser.h"

#include <CLI/CLI.hpp>

namespace hookloupe {

using namespace Qt::StringLiterals;

void addWhereOption(CLI::App& parser, std::string& text, const std::string& purpose)
{
    // An empty value is mostly a script's variable that was not set.
    const CLI::Validator isGiven(
        [](const std::string& value) { return value.empty() ? "the value is empty" : ""; }, std::string());
    parser
        .add_option("--where", text,
            purpose
                + ", such as 'status:5xx path:/hooks/* -sig:valid': terms joined by blanks (and), or, not or -, "
                  "parentheses; see the manual, Filters")
        ->type_name("FILTER")
        ->check(isGiven);
}

Result<FilterExpression, QString> readWhereOption(const std::string& text)
{
    auto filter = parseFilter(QString::fromLocal8Bit(text.data(), static_cast<qsizetype>(text.size())));
    if (!filter)
        return Unexpected(QString(u"--where: "_s + filter.error().detail));
    if (const auto unknowable = unknowableTerm(*filter, true, false))
        return Unexpected(QString(u"--where: "_s + unknowable->detail));
    return std::move(*filter);
}

} // namespace hookloupe
