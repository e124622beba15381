// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"
#include "profile/requestvalues.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace hookloupe {

/// An out-of-band confirmation that the provider waits for. Shown to a person; nothing here ever fetches it.
struct Confirmation {
    QByteArray url; ///< http or https, printable ASCII, at most MaxUrlBytes
    QByteArray method = "GET";
    bool isHostExpected = true; ///< false: the host is none of those that the profile names
    bool isAlternative = false; ///< the answer confirms already, this is the other way

    static constexpr qsizetype MaxUrlBytes = 8192;
};

/// The confirmation that comes with a challenge.
///
/// The address is the sender's word, so it is offered only where it cannot deceive: an absolute http or https URL with
/// a host, without credentials before it ("https://provider@elsewhere/"), white space, backslashes or bytes that are
/// not printable.
/// \return nothing where the challenge has no such way, or no address that can be offered
std::optional<Confirmation> confirmationOf(const Challenge& challenge, const RequestValues& values);

/// True when a host is of a pattern in which `*` stands for one or more labels: "sns.*.amazonaws.com". Letters are
/// compared without regard to case. Time linear in the host for each star.
bool isHostOf(QByteArrayView host, QByteArrayView pattern);

} // namespace hookloupe
