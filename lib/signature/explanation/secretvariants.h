// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"

#include <QByteArray>

#include <vector>

namespace hookloupe {

/// A secret as a mistake may have made it: the code of the mistake, the text, and the rule by which it is read.
struct SecretVariant {
    const char* cause = "";
    QByteArray value;
    KeyRule rule;
};

/// What somebody may have taken for a secret by one of the usual mistakes. At most about 20.
std::vector<SecretVariant> secretVariants(const KeyRule& rule, const QByteArray& secret);

} // namespace hookloupe
