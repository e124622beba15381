// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "capture/listenaddress.h"
#include "response/responsesequence.h"
#include "session/sessionerror.h"

#include <QString>

namespace hookloupe {

/// An error in the words of the window: what happened, then the likeliest cause or remedy.
struct ErrorWords {
    QString title; ///< a short sentence without a full stop
    QString text; ///< what to do; may be empty
};

ErrorWords wordsOf(const ListenError& error);
ErrorWords wordsOf(const SessionError& error, const QString& file);
QString sentenceOf(const SequenceError& error);

} // namespace hookloupe
