// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profile/text/profiletext.h"

#include <QObject>
#include <QString>

#include <optional>

namespace hookloupe {

/// The text of the profile that is edited, shared by the form and the JSON side. GUI thread only.
class ProfileDocument final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Turns to another text. \param file  empty: it was never saved
    void open(const QByteArray& text, const QString& file, bool isReadOnly);
    /// Turns to another text that is to count as changed from the beginning.
    void openNew(const QByteArray& text);
    void markSaved(const QString& file);
    /// Back to what was saved last; to nothing where nothing was.
    void discard();

    const QByteArray& text() const { return m_outline.json(); }
    const JsonOutline& outline() const { return m_outline; }
    QString file() const { return m_file; }
    bool isReadOnly() const { return m_isReadOnly; }
    bool isModified() const { return m_isModified; }
    /// True when the form can work on it: one whole JSON object.
    bool isObject() const;

    /// The whole text, as it was typed.
    void setText(const QByteArray& text);
    /// One change by the form. \return false where there is nothing to change, or it may not be
    bool apply(const std::optional<TextChange>& change);
    /// Takes a value away, and what "assumed" says about it.
    void remove(const QByteArray& pointer);

signals:
    void opened();
    void textChanged();
    /// The form has changed this much of the text.
    void changeMade(const hookloupe::TextChange& change);
    void modifiedChanged(bool isModified);

private:
    void start(const QByteArray& text, const QString& file, bool isReadOnly);
    void setModified(bool isModified);

    JsonOutline m_outline;
    QByteArray m_saved;
    QString m_file;
    bool m_isReadOnly = true;
    bool m_isModified = false;
};

} // namespace hookloupe
