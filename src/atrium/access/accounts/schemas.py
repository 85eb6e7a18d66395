from pydantic import Field

from atrium.kernel.schemas import Input, Output, Token

RECOVERY_CODE = "k7m2q-9xw4t-c3hrn-v8dyp"


class TotpBegin(Input):
    """Proof that it is still the same person."""

    password: Token = Field(description="The present password.", examples=["correct horse battery"])


class TotpSetup(Output):
    """What an authenticator app needs. The second factor is on only once a code was confirmed."""

    secret: str = Field(
        description="The shared secret in Base32, for typing it in.", examples=["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"]
    )
    provisioning_uri: str = Field(
        description="The same as the `otpauth://` address of a QR code.",
        examples=["otpauth://totp/Atrium:ana%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Atrium"],
    )


class TotpConfirm(Input):
    """A code that the authenticator app shows."""

    code: Token = Field(max_length=20, description="Six digits.", examples=["492039"])


class RecoveryCodes(Output):
    """Each opens the account once when the authenticator app is lost. Shown only here."""

    recovery_codes: list[str] = Field(description="Ten single-use codes.", examples=[[RECOVERY_CODE]])


class TotpDisable(Input):
    """Both factors, so that a stolen session cannot take one away. Either a code or a recovery code."""

    password: Token = Field(description="The present password.", examples=["correct horse battery"])
    code: Token | None = Field(
        None, max_length=20, description="Six digits of the authenticator app.", examples=["492039"]
    )
    recovery_code: Token | None = Field(
        None, max_length=100, description="One of the recovery codes, in place of the code.", examples=[RECOVERY_CODE]
    )
