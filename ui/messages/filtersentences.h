// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/filtererror.h"
#include "query/filterfield.h"

#include <QString>

namespace hookloupe {

/// "Column 1: there is no field “paht”; did you mean path?": where a filter is wrong, and the remedy.
QString sentenceOf(const FilterError& error);

/// What the value of a field is, as the table of fields says it.
QString meaningOf(FilterField field);

} // namespace hookloupe
