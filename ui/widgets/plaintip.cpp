// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plaintip.h"

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostTipCharacters = 2000;

} // namespace

QString plainTip(const QString& text)
{
    if (text.isEmpty())
        return {};
    return u"<p style='white-space:pre-wrap'>"_s + text.left(MostTipCharacters).toHtmlEscaped() + u"</p>"_s;
}

} // namespace hookloupe
