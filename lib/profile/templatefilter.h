// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/contenttemplate.h"

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace hookloupe {

/// Applies the filters of a template's place to its value, in order.
/// \param secret  key bytes of the keyed ones
QByteArray filtered(QByteArray value, const std::vector<TemplateFilter>& filters, QByteArrayView secret);

} // namespace hookloupe
