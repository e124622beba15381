// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/profile.h"
#include "profile/requestvalues.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace hookloupe {

/// How far a signature protects the body, by what the scheme says is signed.
enum class BodyCoverage : quint8 {
    None, ///< it could be any other body
    Values, ///< some values of it, and the profile does not say that they are the message
    Message, ///< the values that make the message, by the profile
    CheckSum, ///< a check sum of it, which another body can have as well
    Whole, ///< every byte, or a digest of them; every field of a form
};

/// What a scheme covers of the request's body. Total; reads the body's form only where a form is signed.
///
/// Whole: the body stands in `content`, in the payload of a detached token, in a claim, or in an assertion whose value
/// is in the request; or the body is the token. A form that is signed field by field is whole where it is all there is.
BodyCoverage bodyCoverage(const Scheme& scheme, const RequestValues& values);

/// True from Message on: a delivery that holds is what the provider has sent.
inline bool isBodySigned(const Scheme& scheme, const RequestValues& values)
{
    return bodyCoverage(scheme, values) >= BodyCoverage::Message;
}

/// The values of the body that the scheme signs, as locators: "json:/id". Each once, in order.
std::vector<QByteArray> signedBodyValues(const Scheme& scheme);

/// One English sentence for a person; empty for Whole.
QString coverageText(BodyCoverage coverage, const Scheme& scheme);

} // namespace hookloupe
