// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/errorsentences.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace hookloupe {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ErrorSentences)
};

} // namespace

ErrorWords wordsOf(const ListenError& error)
{
    const QString host = error.address.address.toString();
    switch (error.code) {
    case ListenErrorCode::BadAddress:
        return { Texts::tr("The address to listen on cannot be read"), error.detail };
    case ListenErrorCode::PortInUse:
        return { Texts::tr("Port %1 is taken").arg(error.address.port),
            error.holder.isEmpty() ? Texts::tr("Another program listens on %1 already.").arg(error.address.url())
                                   : Texts::tr("%1 listens on %2 already.").arg(error.holder, error.address.url()) };
    case ListenErrorCode::AddressNotAvailable:
        return { Texts::tr("This machine has no address %1").arg(host),
            Texts::tr("Choose another one in the settings.") };
    case ListenErrorCode::NotPermitted:
        return { Texts::tr("Port %1 is reserved by the system").arg(error.address.port),
            Texts::tr("Choose a port from 1024 up in the settings.") };
    case ListenErrorCode::BadCertificate:
        return { Texts::tr("The TLS certificate cannot be used"), error.detail };
    case ListenErrorCode::Failed:
        break;
    }
    return { Texts::tr("Listening failed"), error.detail };
}

ErrorWords wordsOf(const SessionError& error, const QString& file)
{
    const QString name = QFileInfo(file).fileName();
    switch (error.code) {
    case SessionErrorCode::NotFound:
        return { Texts::tr("%1 is not there").arg(name), Texts::tr("It may have been moved or deleted.") };
    case SessionErrorCode::NotASession:
        return { Texts::tr("%1 is not a Hookloupe session").arg(name), Texts::tr("It was left as it is.") };
    case SessionErrorCode::TooNew:
        return { Texts::tr("%1 was written by a newer Hookloupe").arg(name),
            Texts::tr("Update the program to open it. It was left as it is.") };
    case SessionErrorCode::Locked:
        return { Texts::tr("Another Hookloupe writes %1").arg(name), Texts::tr("Here it can be read only.") };
    case SessionErrorCode::Damaged:
        return { Texts::tr("%1 is damaged").arg(name), error.detail };
    case SessionErrorCode::NoSpace:
        return { Texts::tr("The disk is full"),
            Texts::tr("Requests are answered 503 until there is space, so that providers send them again.") };
    case SessionErrorCode::Failed:
        break;
    }
    return { Texts::tr("The session cannot be used"), error.detail };
}

QString sentenceOf(const SequenceError& error)
{
    const QString place = Texts::tr("Column %1: ").arg(error.column);
    switch (error.code) {
    case SequenceErrorCode::Empty:
        return Texts::tr("Give at least one status or fault, for example 503x2,200.");
    case SequenceErrorCode::UnknownWord:
        return place + Texts::tr("a status (100 to 999) or timeout, reset, close, truncate or garbage is expected.");
    case SequenceErrorCode::BadStatus:
        return place + Texts::tr("a status is a number from 100 to 999.");
    case SequenceErrorCode::BadTimes:
        return place + Texts::tr("after the x comes how often: a number from 1 to 1,000,000.");
    case SequenceErrorCode::BadOption:
        return place + Texts::tr("no such option; there are delay, body, type, retry-after, reason and header.");
    case SequenceErrorCode::BadValue:
        return place + Texts::tr("this value does not fit the option.");
    case SequenceErrorCode::Unclosed:
        return place + Texts::tr("a parenthesis or quotation mark is not closed.");
    }
    return error.detail;
}

} // namespace hookloupe
