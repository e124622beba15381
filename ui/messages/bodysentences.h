// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/bodykind.h"
#include "http/contentdecoder.h"
#include "http/jsonlayout.h"

#include <QString>

namespace hookloupe {

/// "JSON", "binary", "text in iso-8859-1".
QString bodyTypeName(const BodyType& type);
/// Why the decoded body is not all there is; empty when it is.
QString decodeSentence(const DecodeOutcome& outcome);
/// Why JSON is not laid out, with the place.
QString jsonErrorSentence(const JsonLayoutError& error);

} // namespace hookloupe
