// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDialog>
#include <QString>

#include <functional>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QRadioButton;

namespace hookloupe {

/// From what a new profile begins.
enum class ProfileTemplate { HmacBody, HmacTime, StandardWebhooks, Token, PublicKey, Unsigned };

/// The text of a new profile that the reader accepts.
/// \param header  where the signature stands; empty: a header of a made-up name
QByteArray newProfileText(
    ProfileTemplate from, const QByteArray& id, const QString& name, const QByteArray& header = {});

/// Nothing where the text is an id that a profile may have; otherwise why it is not.
QString problemWithId(const QByteArray& id);

/// What a person wants to make: a new profile, or a copy of one.
struct ProfileWish {
    QByteArray id;
    QString name; ///< new ones alone
    ProfileTemplate from = ProfileTemplate::HmacBody;
};

/// Asks for id, name and beginning of a new profile.
class NewProfileDialog final : public QDialog {
    Q_OBJECT

public:
    /// \param takenBecause  why an id cannot be had; empty where it can
    NewProfileDialog(std::function<QString(const QByteArray&)> takenBecause, QWidget* parent);
    ProfileWish wish() const;

private:
    void check();

    std::function<QString(const QByteArray&)> m_takenBecause;
    QLineEdit* m_id;
    QLineEdit* m_name;
    QComboBox* m_from;
    QLabel* m_problem;
    QDialogButtonBox* m_buttons;
};

/// Asks whether a copy takes the place of its model or stands beside it.
class CopyProfileDialog final : public QDialog {
    Q_OBJECT

public:
    /// \param canOverride  the model is a shipped one
    CopyProfileDialog(const QByteArray& id, const QString& name, bool canOverride,
        std::function<QString(const QByteArray&)> takenBecause, QWidget* parent);
    QByteArray id() const;

private:
    void check();

    QByteArray m_ownId;
    std::function<QString(const QByteArray&)> m_takenBecause;
    QRadioButton* m_override;
    QRadioButton* m_beside;
    QLineEdit* m_id;
    QLabel* m_problem;
    QDialogButtonBox* m_buttons;
};

} // namespace hookloupe
