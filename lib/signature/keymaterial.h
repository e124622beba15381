// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace hookloupe {

/// One reading of a secret's text.
struct KeyMaterial {
    QByteArray bytes; ///< of a shared key; the text itself where the key is a public one
    KeyRule::Encoding encoding = KeyRule::Encoding::Utf8;
    bool isFallback = false;
};

/// True for the encodings that name a shared key, not one of a key pair.
bool isSharedKey(KeyRule::Encoding encoding);

/// What a secret's text may mean by the rule: the encoding, and for a text without a known prefix its fallback as well.
/// \return empty where it is none of them; at most two
std::vector<KeyMaterial> keyMaterials(const KeyRule& rule, QByteArrayView secret);

} // namespace hookloupe
