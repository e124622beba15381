// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "query/filterexpression.h"

#include <QString>

#include <string>

namespace CLI {
class App;
}

namespace hookloupe {

/// Adds `--where FILTER` to the parser of a subcommand.
/// \param text     where the filter's text goes; outlives the parser
/// \param purpose  what the filter decides there, one sentence without a full stop
void addWhereOption(CLI::App& parser, std::string& text, const std::string& purpose);

/// After parsing: the filter, or one sentence with its column. An option that was not given matches everything.
Result<FilterExpression, QString> readWhereOption(const std::string& text);

} // namespace hookloupe
